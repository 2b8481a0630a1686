package io.flowledger.bench.whole;

/**
 * Figures of the Python writer of grafolean-netflow-bot, taken once on a machine like this one when it was quiet: they are of
 * another run, and say less than what is measured in turn.
 *
 * @param protocol of the flows
 * @param flowsPerSecond that it stored
 * @param cpuPerMillion seconds of its processor time
 * @param serverPerMillion seconds of PostgreSQL's
 */
record WriterFigures(String protocol, double flowsPerSecond, double cpuPerMillion, double serverPerMillion) {
    static final WriterFigures V5 = new WriterFigures("v5", 86_000, 5.9, 2.8);
    static final WriterFigures V9 = new WriterFigures("v9", 41_000, 15.7, 4.1);
}
