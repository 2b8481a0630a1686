package io.flowledger.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.fault.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Broken datagrams: each is survived, costs no more than it says, and a good message after it is decoded. */
final class MalformedCorpusTest {
    @Test
    void eachBrokenFileIsSurvivedAndReadsNoOctetTwice() throws IOException {
        int files = 0;
        for (Path file : Corpus.malformed()) {
            byte[] b = Corpus.read(file);
            MessageWalk walk = new MessageWalk(Limits.standard());
            walk.walk(b);
            assertThat(walk.recordOctets).as(file.toString()).isLessThanOrEqualTo(b.length);
            assertThat(walk.sets).as(file.toString()).isLessThanOrEqualTo(b.length / 4);
            files++;
        }
        assertThat(files).isGreaterThan(80);
    }

    @Test
    void whatIsWrongWithEachCraftedFileIsNamed() throws IOException {
        SoftAssertions softly = new SoftAssertions();
        expect(softly, "empty", DecodeFault.EMPTY_DATAGRAM);
        expect(softly, "one-byte", DecodeFault.UNKNOWN_VERSION);
        expect(softly, "ver-0", DecodeFault.UNKNOWN_VERSION);
        expect(softly, "ver-65535", DecodeFault.UNKNOWN_VERSION);
        expect(softly, "v5-header-only-count30", DecodeFault.COUNT_PAST_DATAGRAM);
        expect(softly, "v5-short-header", DecodeFault.HEADER_CUT);
        expect(softly, "v5-half-record", DecodeFault.COUNT_PAST_DATAGRAM);
        expect(softly, "v5-count65535-1rec", DecodeFault.COUNT_PAST_DATAGRAM);
        expect(softly, "v9-header-cut", DecodeFault.HEADER_CUT);
        expect(softly, "v9-set-len0", DecodeFault.SET_LENGTH_TOO_SMALL);
        expect(softly, "v9-set-len3", DecodeFault.SET_LENGTH_TOO_SMALL);
        expect(softly, "v9-set-overrun", DecodeFault.SET_PAST_MESSAGE);
        expect(softly, "v9-tpl-count65535", DecodeFault.TEMPLATE_CUT);
        expect(softly, "v9-tpl-zero-len-fields", DecodeFault.TEMPLATE_RECORD_LENGTH_ZERO);
        expect(softly, "v9-tpl-no-fields", DecodeFault.TEMPLATE_WITHOUT_FIELDS);
        expect(softly, "v9-tpl-id-255", DecodeFault.TEMPLATE_ID_RESERVED);
        expect(softly, "v9-otpl-odd-scope-len", DecodeFault.SCOPE_LENGTH_INVALID);
        expect(softly, "v9-otpl-scope-huge", DecodeFault.TEMPLATE_CUT);
        expect(softly, "v9-60000-fields-8k", DecodeFault.TEMPLATE_TOO_MANY_FIELDS);
        expect(softly, "ipfix-len-0", DecodeFault.MESSAGE_LENGTH_TOO_SMALL);
        expect(softly, "ipfix-len-15", DecodeFault.MESSAGE_LENGTH_TOO_SMALL);
        expect(softly, "ipfix-len-over", DecodeFault.MESSAGE_LENGTH_PAST_DATAGRAM);
        expect(softly, "ipfix-len-under", DecodeFault.SET_PAST_MESSAGE);
        expect(softly, "ipfix-varlen-overrun", DecodeFault.VARIABLE_LENGTH_PAST_SET);
        expect(softly, "ipfix-varlen-255-overrun", DecodeFault.VARIABLE_LENGTH_PAST_SET);
        expect(softly, "ipfix-varlen-255-cut", DecodeFault.VARIABLE_LENGTH_PAST_SET);
        expect(softly, "ipfix-pen-cut", DecodeFault.TEMPLATE_CUT);
        expect(softly, "ipfix-otpl-scope0", DecodeFault.SCOPE_COUNT_INVALID);
        expect(softly, "ipfix-otpl-scope-gt-fields", DecodeFault.SCOPE_COUNT_INVALID);
        expect(softly, "ipfix-withdraw-all", DecodeFault.WITHDRAWAL_IGNORED);
        expect(softly, "ipfix-set-id-4-to-255", DecodeFault.RESERVED_SET_ID);
        softly.assertAll();
    }

    @Test
    void recordsOfEmptyStringsAreRecords() throws IOException {
        assertThat(crafted("ipfix-varlen-zero").flowRecords).isEqualTo(3);
        assertThat(crafted("ipfix-varlen-zero").faults).isEmpty();
    }

    @Test
    void moreTemplatesThanTheLimitAreRefusedAndCounted() throws IOException {
        MessageWalk walk = new MessageWalk(new Limits(100, 1024, 65536, 65535));
        walk.walk(Corpus.read(Corpus.folder().resolve("malformed/crafted/v9-many-templates.dat")));
        assertThat(walk.templates).isEqualTo(1700);
        assertThat(walk.netflow9Templates.size()).isEqualTo(100);
        assertThat(walk.faults).isEqualTo(Map.of(DecodeFault.TOO_MANY_TEMPLATES, 1600));
    }

    @Test
    void noBrokenFileCostsAGoodTemplateOrTheNextMessage() throws IOException {
        MessageWalk walk = new MessageWalk(Limits.standard());
        List<byte[]> good = ValidMessages.all();
        good.forEach(walk::walk);
        long perRound = walk.flowRecords + walk.optionsRecords;
        assertThat(perRound).isPositive();
        for (Path file : Corpus.malformed()) {
            walk.walk(Corpus.read(file));
            long before = walk.flowRecords + walk.optionsRecords;
            good.forEach(walk::walk);
            assertThat(walk.flowRecords + walk.optionsRecords - before)
                    .as(file.toString())
                    .isEqualTo(perRound);
        }
    }

    private static void expect(SoftAssertions softly, String name, DecodeFault fault) throws IOException {
        softly.assertThat(crafted(name).faults).as(name).containsKey(fault);
    }

    private static MessageWalk crafted(String name) throws IOException {
        MessageWalk walk = new MessageWalk(Limits.standard());
        walk.walk(Corpus.read(Corpus.folder().resolve("malformed/crafted/" + name + ".dat")));
        return walk;
    }
}
