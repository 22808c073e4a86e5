package io.bellwether.node.init;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** The TCP ports of a pair of nodes. A box's port is one that its server listens on. */
public record Ports(
        int link,
        int aliceBox,
        int bobBox,
        int aliceDelivery,
        int bobDelivery,
        int aliceHealth,
        int bobHealth,
        int aliceAdmin,
        int bobAdmin,
        int aliceDashboard,
        int bobDashboard) {
    public static final Ports STANDARD =
            new Ports(7100, 7101, 7102, 7443, 7444, 7180, 7181, 7190, 7191, 7200, 7201);

    /** Ports that are free on this machine at this moment. */
    public static Ports free() throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 11; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
            return new Ports(
                    ports.get(0),
                    ports.get(1),
                    ports.get(2),
                    ports.get(3),
                    ports.get(4),
                    ports.get(5),
                    ports.get(6),
                    ports.get(7),
                    ports.get(8),
                    ports.get(9),
                    ports.get(10));
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
