package io.bellwether.device.remote;

import com.google.protobuf.ByteString;

import io.bellwether.device.BlockProgress;
import io.bellwether.device.BlockSpecification;
import io.bellwether.device.BoxDescription;
import io.bellwether.device.BoxException;
import io.bellwether.device.BoxException.Reason;
import io.bellwether.device.BoxShape;
import io.bellwether.device.FreeBox;
import io.bellwether.foundation.End;
import io.bellwether.proto.device.v1.BoxGrpc;
import io.bellwether.proto.device.v1.BoxMessage.MessageCase;
import io.bellwether.proto.device.v1.DescribeRequest;
import io.bellwether.proto.device.v1.DistributePairs;
import io.bellwether.proto.device.v1.NodeMessage;
import io.bellwether.proto.device.v1.OpenBlock;
import io.bellwether.proto.device.v1.OutcomesFrame;
import io.bellwether.proto.device.v1.PairsDistributed;
import io.bellwether.proto.device.v1.SettingsFrame;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;

import java.util.concurrent.TimeUnit;

/**
 * A box behind the contract {@code bellwether.device.v1}: the node's client. Every answer is
 * checked: its kind, its round number, the number of outcomes and each outcome. One Run call per
 * block, so that whatever goes wrong in a block ends with its call.
 */
public final class RemoteBox implements FreeBox {
    /** The most rounds that fit into a frame, with settings of one byte. */
    public static final int FRAME_ROUNDS_LIMIT = BoxWire.FRAME_BYTES_LIMIT;

    private final BoxAddress address;
    private final BoxDeadlines deadlines;
    private final BoxTransport.Client transport;
    private final BoxDescription description;
    private final BoxGrpc.BoxStub stub;
    private BlockProgress progress;

    /** The call of the block in progress; null between blocks. Volatile for {@link #abandon}. */
    private volatile BlockCall call;

    private volatile boolean closed;

    private RemoteBox(
            BoxAddress address,
            BoxDeadlines deadlines,
            BoxTransport.Client transport,
            BoxDescription description) {
        this.address = address;
        this.deadlines = deadlines;
        this.transport = transport;
        this.description = description;
        this.stub = BoxGrpc.newStub(transport.channel());
    }

    /**
     * Connects to a box of the CHSH protocol; see {@link #connect(BoxAddress, End, BoxDeadlines,
     * BoxShape)}.
     */
    public static RemoteBox connect(BoxAddress address, End end, BoxDeadlines deadlines)
            throws BoxException {
        return connect(address, end, deadlines, BoxShape.CHSH);
    }

    /**
     * Connects and asks the box what it is.
     *
     * @param end whose half is needed
     * @param shape what the protocol needs
     * @throws BoxException if nobody answers, or if it is another half, another protocol's or no
     *     box at all
     */
    public static RemoteBox connect(
            BoxAddress address, End end, BoxDeadlines deadlines, BoxShape shape)
            throws BoxException {
        BoxTransport.Client transport = BoxTransport.connect(address);
        try {
            BoxDescription description =
                    describe(transport.channel(), address, end, deadlines.connectMillis(), shape);
            return new RemoteBox(address, deadlines, transport, description);
        } catch (BoxException refused) {
            transport.close();
            throw refused;
        }
    }

    private static BoxDescription describe(
            ManagedChannel channel,
            BoxAddress address,
            End end,
            long deadlineMillis,
            BoxShape shape)
            throws BoxException {
        try {
            return BoxWire.fromWire(
                    BoxGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(deadlineMillis, TimeUnit.MILLISECONDS)
                            .describe(DescribeRequest.getDefaultInstance()),
                    end,
                    address,
                    shape);
        } catch (StatusRuntimeException failure) {
            throw BlockCall.statusFailure(failure.getStatus(), address);
        }
    }

    @Override
    public BoxDescription describe() {
        return description;
    }

    @Override
    public void open(BlockSpecification block) throws BoxException {
        abandon();
        if (closed) {
            throw new BoxException(Reason.CLOSED, "the box at %s was closed".formatted(address));
        }
        // without it a box that came back would stay unreachable for as long as gRPC waits to
        // redial
        transport.channel().resetConnectBackoff();
        BlockCall opening = new BlockCall(stub, address);
        call = opening;
        progress = new BlockProgress(block);
        NodeMessage request =
                NodeMessage.newBuilder()
                        .setOpen(
                                OpenBlock.newBuilder()
                                        .setBlockId(block.block().toString())
                                        .setRounds(block.rounds()))
                        .build();
        opening.ask(request, MessageCase.OPENED, deadlines.connectMillis());
    }

    @Override
    public void distribute(long firstRound, int rounds) throws BoxException {
        BlockCall current = currentCall();
        progress.checkDistribute(firstRound, rounds);
        NodeMessage request =
                NodeMessage.newBuilder()
                        .setDistribute(
                                DistributePairs.newBuilder()
                                        .setFirstRound(firstRound)
                                        .setRounds(rounds))
                        .build();
        PairsDistributed answer =
                current.ask(request, MessageCase.DISTRIBUTED, deadlines.distributeMillis())
                        .getDistributed();
        if (answer.getFirstRound() != firstRound || answer.getRounds() != rounds) {
            throw current.violation("distributed other rounds than it was asked for");
        }
        progress.distributed(rounds);
    }

    @Override
    public void measure(byte[] settings, byte[] outcomes, int rounds) throws BoxException {
        BlockCall current = currentCall();
        int width = description.settingBytes();
        int frame = Math.min(BoxWire.FRAME_BYTES_LIMIT, settings.length) / width;
        int capacity = Math.min(frame, outcomes.length);
        progress.checkMeasure(rounds, capacity);
        long firstRound = progress.measured();
        NodeMessage request =
                NodeMessage.newBuilder()
                        .setSettings(
                                SettingsFrame.newBuilder()
                                        .setFirstRound(firstRound)
                                        .setSettings(
                                                ByteString.copyFrom(settings, 0, rounds * width)))
                        .build();
        OutcomesFrame answer =
                current.ask(request, MessageCase.OUTCOMES, deadlines.frameMillis()).getOutcomes();
        takeOutcomes(answer, firstRound, outcomes, rounds, current, description.noClick());
        progress.measured(rounds);
        if (progress.complete()) {
            current.finish(deadlines.frameMillis());
            call = null;
        }
    }

    private static void takeOutcomes(
            OutcomesFrame answer,
            long firstRound,
            byte[] outcomes,
            int rounds,
            BlockCall call,
            int noClick)
            throws BoxException {
        if (answer.getFirstRound() != firstRound) {
            throw call.violation(
                    "answered the frame of another round than %d".formatted(firstRound));
        }
        ByteString answered = answer.getOutcomes();
        if (answered.size() != rounds) {
            throw call.violation(
                    "gave %d outcomes for %d settings".formatted(answered.size(), rounds));
        }
        answered.copyTo(outcomes, 0);
        boolean valid = true;
        for (int i = 0; i < rounds; i++) {
            valid &= Byte.toUnsignedInt(outcomes[i]) <= noClick;
        }
        if (!valid) {
            throw call.violation(
                    "gave an outcome that is none of %s in the frame of round %d"
                            .formatted(
                                    noClick == NO_CLICK ? "0, 1 and 2" : "0 to " + noClick,
                                    firstRound));
        }
    }

    private BlockCall currentCall() {
        BlockCall current = call;
        if (current == null) {
            throw new IllegalStateException("no block is open");
        }
        return current;
    }

    @Override
    public void abandon() {
        BlockCall current = call;
        if (current != null) {
            current.abandon();
        }
    }

    @Override
    public void close() {
        closed = true;
        abandon();
        transport.close();
    }
}
