package io.bellwether.keydelivery;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;

/**
 * Puts {@link DirectRequests} before the web framework on every connection.
 *
 * @param channel of a connection; null for the listener's
 */
record DirectPipeline(DirectAnswers answers, @Nullable Channel channel)
        implements NettyServerCustomizer {
    @Override
    public NettyServerCustomizer specializeForChannel(Channel opened, ChannelRole role) {
        return role == ChannelRole.CONNECTION ? new DirectPipeline(answers, opened) : this;
    }

    @Override
    public void onStreamPipelineBuilt() {
        if (channel != null) {
            channel.pipeline()
                    .addBefore(
                            ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND,
                            "direct-requests",
                            new DirectRequests(answers));
        }
    }
}
