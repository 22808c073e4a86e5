package io.bellwether.node.attack;

import io.bellwether.channel.AuditEntry;
import io.bellwether.channel.AuthenticationLedger;
import io.bellwether.channel.Grant;
import io.bellwether.channel.LedgerLimits;
import io.bellwether.channel.Range;
import io.bellwether.device.adversary.AdversaryDice;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SecretBits;
import io.bellwether.node.loopback.PoolUse;
import io.bellwether.node.loopback.TemporaryFolder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The wall clock jumps by years, forwards and backwards, before every use of the ledger; the ledger
 * is the daemons', opened and closed in this process, because no process may set a machine's clock.
 */
final class ClockAttack implements Attack {
    private static final int USES = 200;
    private static final int TAG_BITS = 256;
    private static final int REOPENED_EVERY = 20;

    @Override
    public String name() {
        return "clock-jump";
    }

    @Override
    public String summary() {
        return "the clock jumps by years before every use of the authentication ledger";
    }

    @Override
    public Verdict expected() {
        return Verdict.SURVIVED;
    }

    @Override
    public String lesson() {
        return "no decision depends on the time of day; it stands in listings only";
    }

    @Override
    public AttackReport run(Arena arena) throws Exception {
        var dice = new AdversaryDice(arena.seed(), "clock");
        Path pool = Files.createTempDirectory("bellwether-clock-").resolve("pool");
        AuthenticationLedger.create(
                pool, new UUID(arena.seed(), 0), new SecretBits(dice.bits(2L * USES * TAG_BITS)));
        Instant[] now = {Instant.EPOCH};
        List<PoolUse> granted = new ArrayList<>();
        AuthenticationLedger ledger = null;
        try {
            for (int use = 0; use < USES; use++) {
                now[0] = Instant.EPOCH.plus(Duration.ofDays((long) (dice.uniform() * 30_000)));
                if (use % REOPENED_EVERY == 0) {
                    if (ledger != null) {
                        ledger.close();
                    }
                    ledger =
                            AuthenticationLedger.open(
                                    pool, End.ALICE, new LedgerLimits(0, 0), () -> now[0]);
                }
                if (ledger.reserve(TAG_BITS) instanceof Grant.Granted(Range range, var bits)) {
                    bits.erase();
                    granted.add(
                            new PoolUse(range.direction(), range.offsetBits(), range.endBits()));
                }
            }
            return report(granted, ledger.audit());
        } finally {
            ledger.close();
            TemporaryFolder.delete(pool.getParent());
        }
    }

    /**
     * @param granted what the ledger gave out, as it came out of its hands
     */
    AttackReport report(List<PoolUse> granted, List<AuditEntry> audit) {
        long twice = PoolUse.bitsTwice(granted);
        long backwards = 0;
        for (int i = 1; i < audit.size(); i++) {
            backwards += audit.get(i).time().isBefore(audit.get(i - 1).time()) ? 1 : 0;
        }
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("uses", USES);
        evidence.put("granted", granted.size());
        evidence.put("jumpsBackwards", backwards);
        evidence.put("authenticationBitsUsedTwice", twice);
        Verdict verdict =
                twice > 0
                        ? Verdict.BROKEN
                        : granted.size() == USES ? Verdict.SURVIVED : Verdict.STUCK;
        return new AttackReport(
                name(),
                verdict,
                expected(),
                summary(),
                "%d of %d uses granted, the clock went backwards %d times, %d bits used twice"
                        .formatted(granted.size(), USES, backwards, twice),
                evidence);
    }
}
