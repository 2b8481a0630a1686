package io.flowledger.flow.plan;

/**
 * What a plan depends on beside the template and the layout.
 *
 * @param exporterOctets length of the exporter's address: 4 or 16
 * @param samplingKnown whether the Message or an option gives a sampling rate for the whole stream
 * @param uptimeKnown whether uptimes can be turned into times
 */
public record PlanVariant(int exporterOctets, boolean samplingKnown, boolean uptimeKnown) {}
