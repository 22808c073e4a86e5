package io.bellwether.device;

/**
 * One half of an entangled experiment, as the node's trusted side sees it. The box is untrusted:
 * what comes out of it is checked for form and used as data, and nothing of it is believed.
 *
 * <p>A block is {@link #open}, then alternately {@link #distribute} and the measurement of the
 * distributed rounds, which are numbered from 0 and come in order without gaps. How a round is
 * measured depends on who chooses the setting, so there are two kinds of box and a node has to say
 * what it does with each:
 *
 * <ul>
 *   <li>{@link FreeBox}: the node hands a setting over and gets an outcome;
 *   <li>{@link RecordedBox}: settings and outcomes both come from an experiment's own record.
 * </ul>
 *
 * <p>A box is used by one thread; {@link #abandon} and {@link #close} may come from any other and
 * end a wait under way. A call that does not fit the state (a round out of order, no block open) is
 * a fault of the caller and throws {@link IllegalStateException} or {@link
 * IllegalArgumentException}; everything that the box or the way to it does wrong is a {@link
 * BoxException}, after which the block is lost and another one may be opened, if the reason says
 * that this can help.
 */
public sealed interface Box extends AutoCloseable permits FreeBox, RecordedBox {
    /** The outcome of a round in which no detector of a half with two outcomes fired. */
    byte NO_CLICK = 2;

    /** What this box is, for the session record. */
    BoxDescription describe();

    /**
     * Starts a block; a block that was still open is abandoned.
     *
     * @throws BoxException if the box cannot start it
     */
    void open(BlockSpecification block) throws BoxException;

    /**
     * Distributes the entangled pairs of {@code rounds} rounds. Returns when they are distributed
     * and the link to the source is closed, so that nothing said about these rounds afterwards can
     * influence the state measured in them (assumption 5 of the security claim).
     *
     * @param firstRound the first round not yet distributed
     * @throws BoxException if the box fails or does not finish in time
     */
    void distribute(long firstRound, int rounds) throws BoxException;

    /**
     * Gives up the block in progress: a call under way in another thread ends with {@link
     * BoxException.Reason#ABANDONED}. Does nothing when no block is open.
     */
    void abandon();

    /** Lets the box go; a call under way in another thread ends with a {@link BoxException}. */
    @Override
    void close();
}
