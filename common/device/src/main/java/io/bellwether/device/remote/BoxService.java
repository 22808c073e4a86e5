package io.bellwether.device.remote;

import io.bellwether.device.BoxDescription;
import io.bellwether.device.FreeBox;
import io.bellwether.proto.device.v1.BoxGrpc;
import io.bellwether.proto.device.v1.BoxMessage;
import io.bellwether.proto.device.v1.DescribeRequest;
import io.bellwether.proto.device.v1.NodeMessage;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** The server's end of the box contract: one block at a time, each with a handle of its own. */
final class BoxService extends BoxGrpc.BoxImplBase {
    private final io.bellwether.proto.device.v1.BoxDescription description;
    private final Supplier<FreeBox> boxes;
    private final Semaphore oneBlock = new Semaphore(1);
    private final Set<BlockHandler> handlers = ConcurrentHashMap.newKeySet();

    BoxService(BoxDescription description, Supplier<FreeBox> boxes) {
        this.description = BoxWire.toWire(description);
        this.boxes = boxes;
    }

    @Override
    public void describe(
            DescribeRequest request,
            StreamObserver<io.bellwether.proto.device.v1.BoxDescription> response) {
        response.onNext(description);
        response.onCompleted();
    }

    @Override
    public StreamObserver<NodeMessage> run(StreamObserver<BoxMessage> answers) {
        BlockHandler handler = new BlockHandler(boxes.get(), oneBlock, answers, handlers::remove);
        handlers.add(handler);
        // The observer hears of a cancelled call only after the wait it has to end; the context
        // hears of it at once. With a handler set, answers to a cancelled call are dropped.
        Context.current().addListener(ended -> handler.stop(), Runnable::run);
        ((ServerCallStreamObserver<BoxMessage>) answers).setOnCancelHandler(handler::stop);
        return handler;
    }

    /** Lets the boxes of all calls go, without waiting for the calls to notice that they ended. */
    void stop() {
        handlers.forEach(BlockHandler::stop);
    }
}
