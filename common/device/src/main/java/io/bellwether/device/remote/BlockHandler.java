package io.bellwether.device.remote;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;

import io.bellwether.device.BlockSpecification;
import io.bellwether.device.BoxException;
import io.bellwether.device.BoxException.Reason;
import io.bellwether.device.FreeBox;
import io.bellwether.foundation.BlockId;
import io.bellwether.proto.device.v1.BlockOpened;
import io.bellwether.proto.device.v1.BoxFault;
import io.bellwether.proto.device.v1.BoxMessage;
import io.bellwether.proto.device.v1.DistributePairs;
import io.bellwether.proto.device.v1.NodeMessage;
import io.bellwether.proto.device.v1.OpenBlock;
import io.bellwether.proto.device.v1.OutcomesFrame;
import io.bellwether.proto.device.v1.PairsDistributed;
import io.bellwether.proto.device.v1.SettingsFrame;
import io.grpc.stub.StreamObserver;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The server's end of one Run call. Messages arrive one after the other on a virtual thread, which
 * may wait for the other half; {@link #stop} may come from any thread.
 */
final class BlockHandler implements StreamObserver<NodeMessage> {
    private static final Logger LOG = LoggerFactory.getLogger(BlockHandler.class);

    /** A call that was cancelled needs a moment to let the box go. */
    private static final long HANDOVER_MILLIS = 2_000;

    private final FreeBox box;
    private final Semaphore oneBlock;
    private final StreamObserver<BoxMessage> answers;
    private final Consumer<BlockHandler> whenOver;
    private boolean holdsBox;
    private boolean over;
    private long measured;
    private volatile boolean stopped;

    /**
     * @param oneBlock the permit that a handler holds while its block is open
     * @param whenOver told when the handler has let its box go
     */
    BlockHandler(
            FreeBox box,
            Semaphore oneBlock,
            StreamObserver<BoxMessage> answers,
            Consumer<BlockHandler> whenOver) {
        this.box = box;
        this.oneBlock = oneBlock;
        this.answers = answers;
        this.whenOver = whenOver;
    }

    @Override
    public void onNext(NodeMessage message) {
        if (over) {
            return;
        }
        try {
            answers.onNext(answer(message));
        } catch (BoxException failure) {
            refuse(BoxWire.toWire(failure));
        } catch (IllegalArgumentException | IllegalStateException violation) {
            refuse(
                    BoxWire.fault(
                            BoxFault.Reason.REASON_PROTOCOL_VIOLATION, violation.getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            refuse(BoxWire.fault(BoxFault.Reason.REASON_APPARATUS, "the box is shutting down"));
        }
    }

    private BoxMessage answer(NodeMessage message) throws BoxException, InterruptedException {
        return switch (message.getMessageCase()) {
            case OPEN -> open(message.getOpen());
            case DISTRIBUTE -> distribute(message.getDistribute());
            case SETTINGS -> measure(message.getSettings());
            case MESSAGE_NOT_SET -> throw new IllegalArgumentException("the message is empty");
        };
    }

    private BoxMessage open(OpenBlock request) throws BoxException, InterruptedException {
        if (holdsBox) {
            throw new IllegalStateException("a block is open already; one call is one block");
        }
        BlockSpecification block =
                new BlockSpecification(
                        new BlockId(UUID.fromString(request.getBlockId())), request.getRounds());
        if (!oneBlock.tryAcquire(HANDOVER_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new BoxException(Reason.BUSY, "another block is running on this half");
        }
        holdsBox = true;
        box.open(block);
        LOG.info("block {} opened, {} rounds", block.block(), block.rounds());
        return BoxMessage.newBuilder().setOpened(BlockOpened.getDefaultInstance()).build();
    }

    private BoxMessage distribute(DistributePairs request) throws BoxException {
        requireBlock();
        box.distribute(request.getFirstRound(), request.getRounds());
        return BoxMessage.newBuilder()
                .setDistributed(
                        PairsDistributed.newBuilder()
                                .setFirstRound(request.getFirstRound())
                                .setRounds(request.getRounds()))
                .build();
    }

    private BoxMessage measure(SettingsFrame request) throws BoxException {
        requireBlock();
        ByteString settings = request.getSettings();
        if (request.getFirstRound() != measured) {
            throw new IllegalArgumentException(
                    "first round of the frame: %s; the next one is %d"
                            .formatted(Long.toUnsignedString(request.getFirstRound()), measured));
        }
        int width = box.describe().settingBytes();
        if (settings.size() % width != 0) {
            throw new IllegalArgumentException(
                    "settings in the frame: %d bytes; limit a multiple of %d"
                            .formatted(settings.size(), width));
        }
        if (settings.isEmpty() || settings.size() > BoxWire.FRAME_BYTES_LIMIT) {
            throw new IllegalArgumentException(
                    "rounds in the frame: %d; from 1 to %d"
                            .formatted(settings.size() / width, BoxWire.FRAME_BYTES_LIMIT / width));
        }
        byte[] outcomes = new byte[settings.size() / width];
        box.measure(settings.toByteArray(), outcomes, outcomes.length);
        measured += outcomes.length;
        return BoxMessage.newBuilder()
                .setOutcomes(
                        OutcomesFrame.newBuilder()
                                .setFirstRound(request.getFirstRound())
                                .setOutcomes(UnsafeByteOperations.unsafeWrap(outcomes)))
                .build();
    }

    private void requireBlock() {
        if (!holdsBox) {
            throw new IllegalStateException("the first message of a call opens a block");
        }
    }

    private void refuse(BoxFault fault) {
        if (!stopped) {
            LOG.warn("block failed: {} {}", fault.getReason(), fault.getDetail());
            answers.onNext(BoxMessage.newBuilder().setFault(fault).build());
            answers.onCompleted();
        }
        letGo();
    }

    /** The call is dead: ends a wait under way; the handler's own thread then lets go. */
    void stop() {
        stopped = true;
        box.close();
    }

    private void letGo() {
        over = true;
        box.close();
        if (holdsBox) {
            holdsBox = false;
            oneBlock.release();
        }
        whenOver.accept(this);
    }

    @Override
    public void onError(Throwable cancelled) {
        if (!over) {
            LOG.info("block ended by the node: {}", cancelled.getMessage());
            letGo();
        }
    }

    @Override
    public void onCompleted() {
        if (!over) {
            letGo();
            answers.onCompleted();
        }
    }
}
