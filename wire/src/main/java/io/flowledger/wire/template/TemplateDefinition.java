package io.flowledger.wire.template;

import java.util.Arrays;

/**
 * What a {@link Template} says apart from whose it is. Ten thousand routers of one kind define the same, each in its own Observation
 * Domain: so it can be in memory once.
 *
 * <p>Equal when the octets of the Template Record are. Threading: immutable.
 */
public final class TemplateDefinition {
    final int version;
    final int templateId;
    final boolean options;
    final int scopeFieldCount;
    final FieldSpecifier[] fields;
    final int[] fixedOffsets;
    final int minimumRecordLength;
    final boolean variableLength;
    final byte[] encoded;

    TemplateDefinition(
            int version,
            int templateId,
            boolean options,
            int scopeFieldCount,
            FieldSpecifier[] fields,
            byte[] encoded) {
        this.version = version;
        this.templateId = templateId;
        this.options = options;
        this.scopeFieldCount = scopeFieldCount;
        this.fields = fields;
        this.encoded = encoded;
        this.fixedOffsets = new int[fields.length];
        int offset = 0;
        boolean variable = false;
        for (int i = 0; i < fields.length; i++) {
            fixedOffsets[i] = variable ? -1 : offset;
            offset += fields[i].minimumLength();
            variable |= fields[i].isVariableLength();
        }
        this.minimumRecordLength = offset;
        this.variableLength = variable;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TemplateDefinition definition
                && version == definition.version
                && options == definition.options
                && Arrays.equals(encoded, definition.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }
}
