package io.flowledger.wire.registry;

import io.flowledger.wire.template.FieldSpecifier;
import org.jspecify.annotations.Nullable;

/** The scope types of NetFlow version 9 (RFC 3954 section 6.1), in the form of Information Elements. */
final class ScopeElements {
    private static final @Nullable InformationElement[] BY_TYPE = {
        null,
        scope(1, "scopeSystem", AbstractDataType.OCTET_ARRAY),
        scope(2, "scopeInterface", AbstractDataType.UNSIGNED32),
        scope(3, "scopeLineCard", AbstractDataType.UNSIGNED32),
        scope(4, "scopeCache", AbstractDataType.UNSIGNED32),
        scope(5, "scopeTemplate", AbstractDataType.UNSIGNED32),
    };

    private ScopeElements() {}

    static @Nullable InformationElement find(int scopeType) {
        return scopeType >= 0 && scopeType < BY_TYPE.length ? BY_TYPE[scopeType] : null;
    }

    private static InformationElement scope(int scopeType, String name, AbstractDataType type) {
        return new InformationElement(
                FieldSpecifier.NETFLOW9_SCOPE, scopeType, name, type, Semantics.IDENTIFIER, Units.NONE);
    }
}
