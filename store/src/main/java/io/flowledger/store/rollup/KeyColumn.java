package io.flowledger.store.rollup;

import io.flowledger.flow.layout.ColumnType;
import io.flowledger.flow.layout.FlowsLayout;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A column of keys. Networks are made of the addresses that are read, all others are read.
 *
 * @param name in the tables of sums
 * @param numberOctets of a cell, when it is a number; {@link ColumnType#VARIABLE} for others
 * @param address the place of the column of addresses, for one of their networks; else -1
 */
record KeyColumn(String name, int numberOctets, int address) {
    private static final String SERVICE_PORT = "service_port";

    /** All of them, first those that are read. */
    static List<KeyColumn> all() {
        Set<String> names = new LinkedHashSet<>();
        for (RollupDimension dimension : RollupDimension.values()) {
            names.addAll(dimension.columns());
        }
        List<String> inOrder = names.stream()
                .sorted((one, other) -> Boolean.compare(Network.isNetwork(one), Network.isNetwork(other)))
                .toList();
        return inOrder.stream().map(name -> of(name, inOrder)).toList();
    }

    private static KeyColumn of(String name, List<String> names) {
        if (Network.isNetwork(name)) {
            return new KeyColumn(name, ColumnType.VARIABLE, names.indexOf(Network.addressOf(name)));
        }
        ColumnType type = name.equals(SERVICE_PORT)
                ? ColumnType.INTEGER
                : FlowsLayout.FLOWS.column(name).type();
        return new KeyColumn(name, type.widthOctets(), -1);
    }

    boolean isNetwork() {
        return address >= 0;
    }

    boolean isNumber() {
        return numberOctets > 0;
    }
}
