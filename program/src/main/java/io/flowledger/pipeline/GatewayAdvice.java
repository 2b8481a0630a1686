package io.flowledger.pipeline;

import io.flowledger.flow.decode.HiddenExporters;

/** What to do about exporters that are hidden by the address of a gateway: said when they come, and by the doctor. */
public final class GatewayAdvice {
    /** A sentence without its end. */
    public static final String REMEDY =
            "Give the collector the host's network (docker run --network host, network_mode: host), or say who is behind the"
                    + " address with the setting exporter";

    private static final System.Logger LOG = System.getLogger(GatewayAdvice.class.getName());

    private GatewayAdvice() {}

    /** Says in the log that exporters seem to be hidden. */
    static void warn(HiddenExporters hidden) {
        LOG.log(System.Logger.Level.WARNING, text(hidden));
    }

    static String text(HiddenExporters hidden) {
        return hidden.gateway() + " looks like the address of a container bridge or gateway, and several "
                + hidden.sign().label() + " come from it: exporters behind it are taken for one. " + REMEDY + ".";
    }
}
