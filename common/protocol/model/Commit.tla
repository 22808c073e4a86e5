-------------------------------- MODULE Commit --------------------------------
(***************************************************************************)
(* Commit, reservation, ledger and recovery of the two nodes (protocol.md,  *)
(* sections 3 and 4), as the code does it:                                  *)
(*                                                                         *)
(*   block lane    PeerLink, Exchange, BlockDriver, AliceSession/BobSession *)
(*   control lane  ControlLane, PeerKeys, Reservations, EncKeysEndpoint     *)
(*   recovery      KeyKeeping, PeerLink.reconcile, KeyStore.open            *)
(*   ledger        AuthenticationLedger: reserve, claim, refill             *)
(*                                                                         *)
(* What is durable survives a crash; everything else is lost with it.  The  *)
(* network is the set of all that was ever sent: any message may come late, *)
(* never, again, out of order, or on a later connection.  Only the ledger   *)
(* keeps a message from being taken twice: its tag uses one unit of pool    *)
(* bits, and a receiver's mark only moves forward.  The tags themselves are *)
(* taken as unforgeable.                                                    *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS
    NumBlocks,   \* blocks that Alice may begin
    NumKeys,     \* key ids that may be drawn, by both ends together
    MaxUnits,    \* units of pool bits of each direction
    MaxFaults,   \* crashes, lost connections and time-outs, together
    Mutation     \* "none", or a bug that must be found

Ends == {"alice", "bob"}
Other(e) == IF e = "alice" THEN "bob" ELSE "alice"
Blocks == 1..NumBlocks
Keys == 1..NumKeys
\* Every block has one range for requests at each end: its two streams.
Ranges == [block : Blocks, stream : Ends]
NoSession == [kind |-> "none"]
NoKey == [state |-> "none"]

VARIABLES
    block,       \* durable: block[e][b], the store's state of a block
    refilled,    \* durable: refilled[e], blocks added to e's pool, in order
    mark,        \* durable: mark[e][d], first unused unit of what d sends
    keys,        \* durable: keys[e][k], e's row of key k
    conn,        \* e has a connection
    session,     \* e's exchange on the block lane
    mustSettle,  \* Alice has to reconcile before anything else
    queue,       \* requests that e has claimed and not yet recorded
    waiting,     \* e's requests without an answer: <<request, key>>
    counter,     \* e's requests of this connection (only a mutation uses it)
    delivered,   \* history: <<key, range>> handed out at e to the one who asked
    wedged,      \* history: the pools were found refilled differently
    nextBlock, nextKey, faults, net

vars == <<block, refilled, mark, keys, conn, session, mustSettle, queue, waiting,
          counter, delivered, wedged, nextBlock, nextKey, faults, net>>

Init ==
    /\ block = [e \in Ends |-> [b \in Blocks |-> "none"]]
    /\ refilled = [e \in Ends |-> <<>>]
    /\ mark = [e \in Ends |-> [d \in Ends |-> 0]]
    /\ keys = [e \in Ends |-> [k \in Keys |-> NoKey]]
    /\ conn = [e \in Ends |-> FALSE]
    /\ session = [e \in Ends |-> NoSession]
    /\ mustSettle = FALSE
    /\ queue = [e \in Ends |-> {}]
    /\ waiting = [e \in Ends |-> {}]
    /\ counter = [e \in Ends |-> 0]
    /\ delivered = [e \in Ends |-> {}]
    /\ wedged = FALSE
    /\ nextBlock = 1 /\ nextKey = 1 /\ faults = 0
    /\ net = {}

-------------------------------------------------------------------------------
(* The ledger.  A sender takes the next unit, durably, before it makes the tag. *)

CanSend(e) == mark[e][e] < MaxUnits
Unit(e) == mark[e][e]
Sent(e, messages) == net' = net \cup messages
Fits(e, m) == m.from = Other(e) /\ m.unit >= mark[e][m.from]
\* e claims the unit that m names, and skips those before it
Claim(marks, e, m) == [marks EXCEPT ![e][m.from] = m.unit + 1]
Take(marks, e) == [marks EXCEPT ![e][e] = @ + 1]

Contains(sequence, b) == \E i \in 1..Len(sequence) : sequence[i] = b
\* A refill of a block that the pool already has adds nothing.
Refill(e, b) == IF Contains(refilled[e], b) THEN refilled[e] ELSE Append(refilled[e], b)
Owed(e) == {b \in Blocks : block[e][b] = "deliverable" /\ ~Contains(refilled[e], b)}
RECURSIVE InOrder(_)
InOrder(set) ==
    IF set = {} THEN <<>>
    ELSE LET first == CHOOSE b \in set : \A c \in set : b <= c
         IN  <<first>> \o InOrder(set \ {first})
\* KeyKeeping.recover: refills that were interrupted, oldest block first
Recovered(e) == refilled[e] \o InOrder(Owed(e))

Pending == {b \in Blocks : block["bob"][b] = "stored"}

-------------------------------------------------------------------------------
(* Faults and connections *)

\* Whoever waits for an answer is told that none comes: KeyStore.abandon; after
\* a start KeyStore.open does the same for all that were reserved.
Abandon(e) ==
    [keys EXCEPT ![e] = [k \in Keys |->
        IF @[k].state = "reserved" THEN [@[k] EXCEPT !.state = "unconfirmed"] ELSE @[k]]]

Crash(e) ==
    /\ faults < MaxFaults
    /\ faults' = faults + 1
    /\ conn' = [conn EXCEPT ![e] = FALSE]
    /\ session' = [session EXCEPT ![e] = NoSession]
    /\ queue' = [queue EXCEPT ![e] = {}]
    /\ waiting' = [waiting EXCEPT ![e] = {}]
    /\ keys' = Abandon(e)
    /\ mustSettle' = IF e = "alice" THEN FALSE ELSE mustSettle
    /\ IF Mutation = "MarkNotDurable" /\ mark[e][e] > 0
       THEN mark' \in {mark, [mark EXCEPT ![e][e] = @ - 1]}
       ELSE mark' = mark
    /\ UNCHANGED <<block, refilled, counter, delivered, wedged, nextBlock, nextKey, net>>

LoseLink(e) ==
    /\ faults < MaxFaults
    /\ conn[e]
    /\ faults' = faults + 1
    /\ conn' = [conn EXCEPT ![e] = FALSE]
    /\ session' = [session EXCEPT ![e] = NoSession]
    /\ waiting' = [waiting EXCEPT ![e] = {}]
    /\ keys' = Abandon(e)
    /\ mustSettle' = IF e = "alice" THEN FALSE ELSE mustSettle
    /\ UNCHANGED <<block, refilled, mark, queue, counter, delivered, wedged, nextBlock,
                   nextKey, net>>

\* Alice dials; a new connection ends what is left of an older one at Bob.
Connect ==
    /\ ~conn["alice"]
    /\ conn' = [e \in Ends |-> TRUE]
    /\ session' = [e \in Ends |-> NoSession]
    /\ waiting' = [e \in Ends |-> {}]
    /\ counter' = [e \in Ends |-> 0]
    /\ keys' = [Abandon("bob") EXCEPT !["alice"] = keys["alice"]]
    /\ refilled' = [e \in Ends |-> Recovered(e)]
    /\ mustSettle' = (Pending # {} /\ Mutation # "NoReconciliation")
    \* Greeting.firstDifference: nothing pending, and yet refilled differently
    /\ wedged' = (wedged \/ (Pending = {} /\ Recovered("alice") # Recovered("bob")))
    /\ UNCHANGED <<block, mark, queue, delivered, nextBlock, nextKey, faults, net>>

-------------------------------------------------------------------------------
(* Block lane *)

In(e, kind, stage) ==
    /\ conn[e]
    /\ session[e].kind = kind
    /\ session[e].stage = stage

AliceOpens ==
    /\ conn["alice"] /\ session["alice"].kind = "none"
    /\ CanSend("alice")
    /\ \/ /\ mustSettle
          /\ session' = [session EXCEPT !["alice"] =
                [kind |-> "settle", stage |-> "opened", exchange |-> Unit("alice")]]
          /\ Sent("alice", {[type |-> "opening", from |-> "alice", unit |-> Unit("alice"),
                             kind |-> "settle", block |-> 0]})
          /\ UNCHANGED nextBlock
       \/ /\ ~mustSettle /\ nextBlock \in Blocks
          /\ session' = [session EXCEPT !["alice"] =
                [kind |-> "block", stage |-> "opened", exchange |-> Unit("alice"),
                 block |-> nextBlock]]
          /\ Sent("alice", {[type |-> "opening", from |-> "alice", unit |-> Unit("alice"),
                             kind |-> "block", block |-> nextBlock]})
          /\ nextBlock' = nextBlock + 1
    /\ mark' = Take(mark, "alice")
    /\ UNCHANGED <<block, refilled, keys, conn, mustSettle, queue, waiting, counter, delivered,
                   wedged, nextKey, faults>>

\* In a reconciliation Bob names his pending blocks at once, sealed with his unit.
BobOpens(m) ==
    /\ m.type = "opening" /\ conn["bob"] /\ Fits("bob", m)
    /\ session["bob"].kind = "none"
    /\ CanSend("bob")
    /\ mark' = Take(Claim(mark, "bob", m), "bob")
    /\ session' = [session EXCEPT !["bob"] =
            IF m.kind = "block"
            THEN [kind |-> "block", stage |-> "opened", exchange |-> m.unit, block |-> m.block]
            ELSE [kind |-> "settle", stage |-> "named", exchange |-> m.unit, left |-> Pending,
                  verdict |-> {}]]
    /\ Sent("bob", {[type |-> "opened", from |-> "bob", unit |-> Unit("bob"),
                     exchange |-> m.unit, pending |-> IF m.kind = "block" THEN {} ELSE Pending]})
    /\ UNCHANGED <<block, refilled, keys, conn, mustSettle, queue, waiting, counter, delivered,
                   wedged, nextBlock, nextKey, faults>>

\* Measuring and correcting are left out: Alice ends them with her sealed transcript.
AliceProceeds(m) ==
    /\ m.type = "opened" /\ Fits("alice", m)
    /\ conn["alice"] /\ session["alice"].kind # "none"
    /\ session["alice"].stage = "opened" /\ session["alice"].exchange = m.exchange
    /\ mark' = Claim(mark, "alice", m)
    /\ IF session["alice"].kind = "block"
       THEN /\ session' = [session EXCEPT !["alice"].stage = "published"]
            /\ Sent("alice", {[type |-> "transcript", from |-> "alice",
                               unit |-> m.exchange, block |-> session["alice"].block]})
       ELSE /\ session' = [session EXCEPT !["alice"] =
                    [kind |-> "settle", stage |-> "deciding", exchange |-> m.exchange,
                     left |-> m.pending, verdict |-> {}]]
            /\ net' = net
    /\ UNCHANGED <<block, refilled, keys, conn, mustSettle, queue, waiting, counter, delivered,
                   wedged, nextBlock, nextKey, faults>>

\* Sealed messages of an exchange: only the session with its keys takes them.
Sealed(e, m, type) == m.type = type /\ conn[e] /\ session[e].kind # "none"
                      /\ m.from = Other(e) /\ session[e].exchange = m.unit

BobStores(m) ==
    /\ Sealed("bob", m, "transcript") /\ session["bob"].stage = "opened"
    /\ session["bob"].kind = "block"
    /\ block' = IF Mutation = "AcceptBeforeStored" THEN block
                ELSE [block EXCEPT !["bob"][m.block] = IF @ = "none" THEN "stored" ELSE @]
    /\ session' = [session EXCEPT !["bob"].stage = "stored"]
    /\ UNCHANGED <<refilled, mark, keys, conn, mustSettle, queue, waiting, counter, delivered,
                   wedged, nextBlock, nextKey, faults, net>>

BobAccepts ==
    /\ In("bob", "block", "stored")
    /\ session' = [session EXCEPT !["bob"].stage = "accepted"]
    /\ Sent("bob", {[type |-> "acceptance", from |-> "bob", unit |-> session["bob"].exchange,
                     block |-> session["bob"].block]})
    /\ UNCHANGED <<block, refilled, mark, keys, conn, mustSettle, queue, waiting, counter,
                   delivered, wedged, nextBlock, nextKey, faults>>

\* The planted order: what Bob promised reaches the disk later.
BobStoresLate ==
    /\ Mutation = "AcceptBeforeStored"
    /\ In("bob", "block", "accepted")
    /\ block["bob"][session["bob"].block] = "none"
    /\ block' = [block EXCEPT !["bob"][session["bob"].block] = "stored"]
    /\ UNCHANGED <<refilled, mark, keys, conn, session, mustSettle, queue, waiting, counter,
                   delivered, wedged, nextBlock, nextKey, faults, net>>

AliceStores(m) ==
    /\ Sealed("alice", m, "acceptance") /\ session["alice"].stage = "published"
    /\ block' = [block EXCEPT !["alice"][m.block] = IF @ = "none" THEN "stored" ELSE @]
    /\ session' = [session EXCEPT !["alice"].stage = "stored"]
    /\ UNCHANGED <<refilled, mark, keys, conn, mustSettle, queue, waiting, counter, delivered,
                   wedged, nextBlock, nextKey, faults, net>>

AliceMarks ==
    /\ In("alice", "block", "stored")
    /\ block' = [block EXCEPT !["alice"][session["alice"].block] =
            IF @ = "stored" THEN "deliverable" ELSE @]
    /\ session' = [session EXCEPT !["alice"].stage = "marked"]
    /\ UNCHANGED <<refilled, mark, keys, conn, mustSettle, queue, waiting, counter, delivered,
                   wedged, nextBlock, nextKey, faults, net>>

AliceFinishes ==
    /\ In("alice", "block", "marked")
    /\ refilled' = [refilled EXCEPT !["alice"] = Refill("alice", session["alice"].block)]
    /\ session' = [session EXCEPT !["alice"] = NoSession]
    /\ Sent("alice", {[type |-> "deliverable", from |-> "alice",
                       unit |-> session["alice"].exchange, block |-> session["alice"].block]})
    /\ UNCHANGED <<block, mark, keys, conn, mustSettle, queue, waiting, counter, delivered,
                   wedged, nextBlock, nextKey, faults>>

BobMarks(m) ==
    /\ Sealed("bob", m, "deliverable") /\ session["bob"].stage = "accepted"
    /\ session["bob"].kind = "block"
    /\ block' = [block EXCEPT !["bob"][m.block] = IF @ = "stored" THEN "deliverable" ELSE @]
    /\ session' = [session EXCEPT !["bob"].stage = "marked"]
    /\ UNCHANGED <<refilled, mark, keys, conn, mustSettle, queue, waiting, counter, delivered,
                   wedged, nextBlock, nextKey, faults, net>>

BobFinishes ==
    /\ In("bob", "block", "marked")
    /\ refilled' = [refilled EXCEPT !["bob"] =
            IF block["bob"][session["bob"].block] = "deliverable"
            THEN Refill("bob", session["bob"].block) ELSE @]
    /\ session' = [session EXCEPT !["bob"] = NoSession]
    /\ UNCHANGED <<block, mark, keys, conn, mustSettle, queue, waiting, counter, delivered,
                   wedged, nextBlock, nextKey, faults, net>>

-------------------------------------------------------------------------------
(* Reconciliation: KeyKeeping.deliverableOf and settle, one block after the other *)

First(set) == CHOOSE b \in set : \A c \in set : b <= c

AliceDecides ==
    /\ In("alice", "settle", "deciding") /\ session["alice"].left # {}
    /\ LET b == First(session["alice"].left)
           known == block["alice"][b] \in {"stored", "deliverable"}
       IN  /\ block' = [block EXCEPT !["alice"][b] =
                    IF known THEN "deliverable" ELSE "discarded"]
           /\ refilled' = [refilled EXCEPT !["alice"] = IF known THEN Refill("alice", b) ELSE @]
           /\ session' = [session EXCEPT !["alice"].left = @ \ {b},
                          !["alice"].verdict = IF known THEN @ \cup {b} ELSE @]
    /\ UNCHANGED <<mark, keys, conn, mustSettle, queue, waiting, counter, delivered, wedged,
                   nextBlock, nextKey, faults, net>>

AliceResolves ==
    /\ In("alice", "settle", "deciding") /\ session["alice"].left = {}
    /\ session' = [session EXCEPT !["alice"] = NoSession]
    /\ mustSettle' = FALSE
    /\ Sent("alice", {[type |-> "resolution", from |-> "alice",
                       unit |-> session["alice"].exchange,
                       deliverable |-> session["alice"].verdict]})
    /\ UNCHANGED <<block, refilled, mark, keys, conn, queue, waiting, counter, delivered,
                   wedged, nextBlock, nextKey, faults>>

BobHears(m) ==
    /\ Sealed("bob", m, "resolution") /\ session["bob"].stage = "named"
    /\ session["bob"].kind = "settle"
    /\ session' = [session EXCEPT !["bob"].stage = "settling",
                                  !["bob"].verdict = m.deliverable]
    /\ refilled' = [refilled EXCEPT !["bob"] = Recovered("bob")]
    /\ UNCHANGED <<block, mark, keys, conn, mustSettle, queue, waiting, counter, delivered,
                   wedged, nextBlock, nextKey, faults, net>>

\* A block is marked, and only then refilled: a crash may come between.
BobSettles ==
    /\ In("bob", "settle", "settling") /\ session["bob"].left # {}
    /\ LET b == First(session["bob"].left)
           good == b \in session["bob"].verdict
       IN  /\ block' = [block EXCEPT !["bob"][b] =
                    IF @ # "stored" THEN @ ELSE IF good THEN "deliverable" ELSE "discarded"]
           /\ refilled' = [refilled EXCEPT !["bob"] = Recovered("bob")]
           /\ session' = [session EXCEPT !["bob"].left = @ \ {b}]
    /\ UNCHANGED <<mark, keys, conn, mustSettle, queue, waiting, counter, delivered, wedged,
                   nextBlock, nextKey, faults, net>>

BobSettled ==
    /\ In("bob", "settle", "settling") /\ session["bob"].left = {}
    /\ session' = [session EXCEPT !["bob"] = NoSession]
    /\ refilled' = [refilled EXCEPT !["bob"] = Recovered("bob")]
    /\ UNCHANGED <<block, mark, keys, conn, mustSettle, queue, waiting, counter, delivered,
                   wedged, nextBlock, nextKey, faults, net>>

-------------------------------------------------------------------------------
(* Control lane: the two phases of a key *)

Ready(e) == conn[e] /\ (e = "alice" => ~mustSettle)
Rows(e) == {k \in Keys : keys[e][k].state # "none"}
Free(e) == {r \in Ranges : /\ r.stream = e
                           /\ block[e][r.block] = "deliverable"
                           /\ \A k \in Rows(e) : keys[e][k].range # r}
RequestOf(e) == IF Mutation = "AnswerNamesNoRequest" THEN counter[e] ELSE Unit(e)

\* The range is durable here, then the peer is asked.
Ask(e, k, r) ==
    /\ mark' = Take(mark, e)
    /\ keys' = [keys EXCEPT ![e][k] = [state |-> "reserved", at |-> e, range |-> r]]
    /\ Sent(e, {[type |-> "request", from |-> e, unit |-> Unit(e), request |-> RequestOf(e),
                 key |-> k, range |-> r]})
    /\ waiting' = [waiting EXCEPT ![e] = @ \cup {<<RequestOf(e), k>>}]
    /\ counter' = IF Mutation = "AnswerNamesNoRequest"
                  THEN [counter EXCEPT ![e] = @ + 1] ELSE counter
    /\ delivered' = IF Mutation = "DeliverBeforeAnswer"
                    THEN [delivered EXCEPT ![e] = @ \cup {<<k, r>>}] ELSE delivered

Reserve(e) ==
    /\ Ready(e) /\ CanSend(e)
    /\ \/ \* the old id of an unanswered request: the peer may know it, nobody else does
          /\ \E k \in Rows(e) : /\ keys[e][k].at = e
                                /\ keys[e][k].state = "unconfirmed"
                                /\ Ask(e, k, keys[e][k].range)
          /\ UNCHANGED nextKey
       \/ \* a request of another kind, or with no such id left: the next free range
          /\ nextKey \in Keys
          /\ \E r \in Free(e) :
                /\ \A s \in Free(e) : r.block <= s.block
                /\ Ask(e, nextKey, r)
          /\ nextKey' = nextKey + 1
    /\ UNCHANGED <<block, refilled, conn, session, mustSettle, queue, wedged, nextBlock, faults>>

\* On the receiving thread the unit is claimed; the store is asked elsewhere, maybe
\* on a later connection.
Receive(e, m) ==
    /\ m.type = "request" /\ conn[e] /\ Fits(e, m)
    /\ mark' = Claim(mark, e, m)
    /\ queue' = [queue EXCEPT ![e] = @ \cup {m}]
    /\ UNCHANGED <<block, refilled, keys, conn, session, mustSettle, waiting, counter,
                   delivered, wedged, nextBlock, nextKey, faults, net>>

\* Reservations.recordOne
Refused(e, m) ==
    LET known == keys[e][m.key]
    IN  IF known.state # "none"
        THEN known.at = e \/ known.range # m.range \/ known.state = "burnt"
        ELSE \/ block[e][m.range.block] \in {"none", "discarded"}
             \/ block[e][m.range.block] = "stored" /\ e = "alice"
             \/ m.range.stream = e
             \/ Mutation # "RangeReused" /\ \E k \in Rows(e) : keys[e][k].range = m.range

Record(e, m) ==
    /\ m \in queue[e] /\ CanSend(e)
    /\ queue' = [queue EXCEPT ![e] = @ \ {m}]
    /\ IF Refused(e, m)
       THEN UNCHANGED <<keys, block>>
       ELSE /\ keys' = [keys EXCEPT ![e][m.key] =
                    IF @.state = "none"
                    THEN [state |-> "confirmed", at |-> m.from, range |-> m.range] ELSE @]
            \* only Bob gets here with a stored block: Alice's request proves it deliverable
            /\ block' = [block EXCEPT ![e][m.range.block] = "deliverable"]
    /\ mark' = Take(mark, e)
    /\ Sent(e, {[type |-> "answer", from |-> e, unit |-> Unit(e), request |-> m.request,
                 recorded |-> ~Refused(e, m)]})
    /\ UNCHANGED <<refilled, conn, session, mustSettle, waiting, counter, delivered, wedged,
                   nextBlock, nextKey, faults>>

\* takeForMaster after a good answer, cancel after a bad one; an answer that nobody
\* waits for is dropped.
Answered(e, m) ==
    /\ m.type = "answer" /\ conn[e] /\ Fits(e, m)
    /\ mark' = Claim(mark, e, m)
    /\ LET asked == {w \in waiting[e] : w[1] = m.request}
           mine == {w[2] : w \in asked}
       IN  /\ waiting' = [waiting EXCEPT ![e] = @ \ asked]
           /\ keys' = [keys EXCEPT ![e] = [k \in Keys |->
                    IF k \in mine
                    THEN [@[k] EXCEPT !.state = IF m.recorded THEN "confirmed" ELSE "burnt"]
                    ELSE @[k]]]
           /\ delivered' = IF m.recorded
                           THEN [delivered EXCEPT ![e] =
                                    @ \cup {<<k, keys[e][k].range>> : k \in mine}]
                           ELSE delivered
    /\ UNCHANGED <<block, refilled, conn, session, mustSettle, queue, counter, wedged,
                   nextBlock, nextKey, faults, net>>

\* No answer in time.  The planted bug gives the range back instead of keeping it for
\* the old id (and the peer does not look whether ranges overlap).
TimeOut(e) ==
    /\ faults < MaxFaults
    /\ \E w \in waiting[e] :
        /\ waiting' = [waiting EXCEPT ![e] = @ \ {w}]
        /\ keys' = IF Mutation = "RangeReused"
                   THEN [keys EXCEPT ![e][w[2]] = NoKey]
                   ELSE [keys EXCEPT ![e][w[2]].state = "unconfirmed"]
    /\ faults' = faults + 1
    /\ UNCHANGED <<block, refilled, mark, conn, session, mustSettle, queue, counter, delivered,
                   wedged, nextBlock, nextKey, net>>

-------------------------------------------------------------------------------
Next ==
    \/ Connect
    \/ \E e \in Ends : Crash(e) \/ LoseLink(e) \/ Reserve(e) \/ TimeOut(e)
    \/ AliceOpens \/ BobAccepts \/ BobStoresLate \/ AliceMarks \/ AliceFinishes \/ BobFinishes
    \/ AliceDecides \/ AliceResolves \/ BobSettles \/ BobSettled
    \/ \E m \in net :
        \/ BobOpens(m) \/ AliceProceeds(m) \/ BobStores(m) \/ AliceStores(m) \/ BobMarks(m)
        \/ BobHears(m)
        \/ \E e \in Ends : Receive(e, m) \/ Answered(e, m)
    \/ \E e \in Ends : \E m \in queue[e] : Record(e, m)

Spec == Init /\ [][Next]_vars

-------------------------------------------------------------------------------
(* protocol.md, section 4 *)

\* What e has handed out, or will hand to whoever asks for it by its id
Bound(e) == delivered[e] \cup {<<k, keys[e][k].range>> :
                               k \in {k \in Keys : keys[e][k].state = "confirmed"}}

\* No range is delivered twice under different ids, and no id for two ranges.
NoRangeTwice ==
    \A e, f \in Ends : \A x \in Bound(e), y \in Bound(f) : (x[1] = y[1]) <=> (x[2] = y[2])

\* No id is delivered at one end that the other can never deliver: its row is there,
\* for the same range, and the block's bits are.
NoOrphanId ==
    \A e \in Ends : \A x \in delivered[e] :
        LET row == keys[Other(e)][x[1]]
        IN  /\ row.state = "confirmed"
            /\ row.range = x[2]
            /\ block[Other(e)][x[2].block] = "deliverable"

Naming == {"opening", "opened", "request", "answer"}

\* No unit of the pool is used for two messages.  The unit that an opening names stands
\* for all of its exchange's one-time keys, of which each kind of message has its own.
NoUnitTwice ==
    \A m, n \in net :
        (m.from = n.from /\ m.unit = n.unit /\
            (m.type = n.type \/ {m.type, n.type} \subseteq Naming)) => m = n

\* Alice calls a block deliverable only when Bob holds it durably.
BobHoldsWhatAliceDelivers ==
    \A b \in Blocks : block["alice"][b] \in {"stored", "deliverable"} =>
        block["bob"][b] \in {"stored", "deliverable"}

\* And Bob only what Alice holds.
AliceHoldsWhatBobDelivers ==
    \A b \in Blocks : block["bob"][b] = "deliverable" => block["alice"][b] = "deliverable"

\* Both pools are refilled with the same blocks in the same order.
NeverWedged == ~wedged

===============================================================================
