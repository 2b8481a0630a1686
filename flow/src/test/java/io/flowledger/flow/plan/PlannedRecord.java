package io.flowledger.flow.plan;

import io.flowledger.flow.DecodeRun;
import io.flowledger.flow.decode.DecoderSettings;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.layout.Layout;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import io.flowledger.wire.fault.DecodeFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One Data Record built field by field, and its rows. */
final class PlannedRecord {
    private final List<TemplateField> fields = new ArrayList<>();
    private final OctetWriter octets = OctetWriter.octets();
    private final DecodeRun run;

    private PlannedRecord(DecodeRun run) {
        this.run = run;
    }

    static PlannedRecord flows() {
        return new PlannedRecord(new DecodeRun());
    }

    static PlannedRecord of(Layout layout, boolean extra) {
        return new PlannedRecord(new DecodeRun(layout, extra, DecoderSettings.standard()));
    }

    static PlannedRecord withoutExtra() {
        return of(FlowsLayout.FLOWS, false);
    }

    PlannedRecord number(int elementId, int length, long value) {
        fields.add(TemplateField.field(elementId, length));
        octets.number(value, length);
        return this;
    }

    PlannedRecord number(long enterprise, int elementId, int length, long value) {
        fields.add(TemplateField.field(enterprise, elementId, length));
        octets.number(value, length);
        return this;
    }

    PlannedRecord address(int elementId, String literal) {
        fields.add(TemplateField.field(elementId, literal.indexOf(':') >= 0 ? 16 : 4));
        octets.address(literal);
        return this;
    }

    PlannedRecord hex(int elementId, String hex) {
        byte[] value = OctetWriter.octets().hex(hex).toByteArray();
        fields.add(TemplateField.field(elementId, value.length));
        octets.raw(value);
        return this;
    }

    PlannedRecord hex(long enterprise, int elementId, String hex) {
        byte[] value = OctetWriter.octets().hex(hex).toByteArray();
        fields.add(TemplateField.field(enterprise, elementId, value.length));
        octets.raw(value);
        return this;
    }

    PlannedRecord text(int elementId, String text, int length) {
        fields.add(TemplateField.field(elementId, length));
        octets.string(text, length);
        return this;
    }

    PlannedRecord variable(int elementId, byte[] value) {
        fields.add(TemplateField.variable(elementId));
        octets.variable(value);
        return this;
    }

    PlannedRecord variableLong(int elementId, byte[] value) {
        fields.add(TemplateField.variable(elementId));
        octets.variableLong(value);
        return this;
    }

    DecodeRun run() {
        return run;
    }

    /** All rows of the record. */
    List<Map<String, Object>> rows() {
        return run.send(
                1500,
                IpfixEncoder.message()
                        .observationDomain(7)
                        .template(300, fields.toArray(new TemplateField[0]))
                        .set(300, octets)
                        .encode());
    }

    /** The one row of the record. */
    Map<String, Object> row() {
        List<Map<String, Object>> rows = rows();
        if (rows.size() != 1) {
            throw new AssertionError(rows.size() + " rows of " + fields);
        }
        return rows.get(0);
    }

    /** The document of the one row. */
    String extra() {
        Object extra = row().get("extra");
        if (extra == null) {
            throw new AssertionError("no extra");
        }
        return (String) extra;
    }

    long ledger(LedgerCounter counter) {
        return run.ledger(counter);
    }

    long skipped(DecodeFault fault) {
        return run.ledger(LedgerCounter.RECORDS_SKIPPED, fault);
    }
}
