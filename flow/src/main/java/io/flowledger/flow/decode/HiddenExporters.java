package io.flowledger.flow.decode;

import io.flowledger.flow.batch.ExporterAddress;

/**
 * A sign that several exporters are taken for one.
 *
 * @param gateway the address that all their datagrams come from
 * @param sign what there are several of
 */
public record HiddenExporters(ExporterAddress gateway, Sign sign) {
    /** By what they are told apart. */
    public enum Sign {
        OBSERVATION_DOMAINS("observation domains"),
        SOURCE_IDS("source ids"),
        SFLOW_AGENTS("sFlow agents");

        private final String label;

        Sign(String label) {
            this.label = label;
        }

        /** As it is said to people. */
        public String label() {
            return label;
        }
    }
}
