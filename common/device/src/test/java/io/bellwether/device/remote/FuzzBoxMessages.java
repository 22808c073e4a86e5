package io.bellwether.device.remote;

import com.google.protobuf.InvalidProtocolBufferException;

import io.bellwether.device.BlockSpecification;
import io.bellwether.device.BoxDescription;
import io.bellwether.device.BoxException;
import io.bellwether.device.BoxShape;
import io.bellwether.device.FreeBox;
import io.bellwether.foundation.End;
import io.bellwether.proto.device.v1.BoxFault;
import io.bellwether.proto.device.v1.BoxMessage;
import io.bellwether.proto.device.v1.NodeMessage;
import io.grpc.stub.StreamObserver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

/**
 * Fuzz target: device/v1 in both directions. The first byte says which: what an untrusted box tells
 * of itself, or a call of several messages to a box's server.
 */
public final class FuzzBoxMessages {
    private static final BoxAddress ADDRESS = BoxAddress.parse("127.0.0.1:7101");

    private FuzzBoxMessages() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        try {
            switch (input[0] & 3) {
                case 0 ->
                        BoxWire.fromWire(
                                io.bellwether.proto.device.v1.BoxDescription.parseFrom(rest),
                                End.ALICE,
                                ADDRESS,
                                BoxShape.CHSH);
                case 1 -> fault(BoxWire.fromWire(BoxFault.parseFrom(rest), ADDRESS));
                default -> call(new ByteArrayInputStream(rest));
            }
        } catch (InvalidProtocolBufferException | BoxException faultOfTheBox) {
            return;
        }
    }

    private static void fault(BoxException fault) {
        if (fault.getMessage().length() > BoxWire.DETAIL_LENGTH_LIMIT + 200) {
            throw new AssertionError("a detail of %d".formatted(fault.getMessage().length()));
        }
    }

    private static void call(InputStream messages) throws IOException {
        Answers answers = new Answers();
        var handler = new BlockHandler(new PatientBox(), new Semaphore(1), answers, over -> {});
        for (NodeMessage message = NodeMessage.parseDelimitedFrom(messages);
                message != null;
                message = NodeMessage.parseDelimitedFrom(messages)) {
            int before = answers.count;
            handler.onNext(message);
            if (answers.count > before + 1) {
                throw new AssertionError("two answers to " + message);
            }
        }
        handler.onCompleted();
    }

    private static final class Answers implements StreamObserver<BoxMessage> {
        private int count;

        @Override
        public void onNext(BoxMessage answer) {
            count++;
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onCompleted() {
            // a call may end at any time
        }
    }

    /** Answers zeros to whatever it is given. */
    private static final class PatientBox implements FreeBox {
        @Override
        public BoxDescription describe() {
            throw new IllegalStateException("not asked for within a call");
        }

        @Override
        public void open(BlockSpecification block) {
            // always ready
        }

        @Override
        public void distribute(long firstRound, int rounds) {
            // no source behind it
        }

        @Override
        public void measure(byte[] settings, byte[] outcomes, int rounds) {
            Arrays.fill(outcomes, 0, rounds, (byte) 0);
        }

        @Override
        public void abandon() {
            // nothing under way
        }

        @Override
        public void close() {
            // nothing held
        }
    }
}
