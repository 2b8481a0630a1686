package io.flowledger.pipeline;

/** What to do about exporters that are hidden by the address of a gateway: said when they come, and by the doctor. */
public final class GatewayAdvice {
    /** A sentence without its end. */
    public static final String REMEDY =
            "Give the collector the host's network (docker run --network host, network_mode: host), or say who is behind the"
                    + " address with the setting exporter";

    private GatewayAdvice() {}
}
