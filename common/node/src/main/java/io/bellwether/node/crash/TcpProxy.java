package io.bellwether.node.crash;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Stands between the two nodes and breaks what it carries. */
final class TcpProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int targetPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean holdsToTarget;
    private boolean holdsToCaller;

    /**
     * @param targetPort on loopback
     */
    TcpProxy(int targetPort) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.targetPort = targetPort;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket caller = server.accept();
                open.add(caller);
                Socket target = new Socket(InetAddress.getLoopbackAddress(), targetPort);
                open.add(target);
                Thread.ofVirtual().start(() -> carry(caller, target, true));
                Thread.ofVirtual().start(() -> carry(target, caller, false));
            } catch (IOException e) {
                // Nobody listens behind the proxy, or it is being closed: the caller sees an end.
                cut();
            }
        }
    }

    private void carry(Socket from, Socket to, boolean toTarget) {
        byte[] buffer = new byte[1 << 16];
        try {
            for (int count = from.getInputStream().read(buffer);
                    count >= 0;
                    count = from.getInputStream().read(buffer)) {
                awaitPassage(toTarget);
                to.getOutputStream().write(buffer, 0, count);
            }
        } catch (IOException e) {
            // A cut; closing both is what is left to do.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(from);
            close(to);
        }
    }

    private void awaitPassage(boolean toTarget) throws InterruptedException {
        lock.lock();
        try {
            while (toTarget ? holdsToTarget : holdsToCaller) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends every connection there is. */
    void cut() {
        open.forEach(this::close);
    }

    /** Lets one direction through no more; what comes waits. */
    void hold(boolean toTarget) {
        lock.lock();
        try {
            holdsToTarget |= toTarget;
            holdsToCaller |= !toTarget;
        } finally {
            lock.unlock();
        }
    }

    /** Lets everything through again. */
    void heal() {
        lock.lock();
        try {
            holdsToTarget = false;
            holdsToCaller = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket that cannot be closed", e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        heal();
        cut();
    }
}
