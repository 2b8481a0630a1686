package io.flowledger.wire.template;

import static io.flowledger.wire.encode.TemplateField.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.fault.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TemplateStoreTest {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final long START = TimeUnit.SECONDS.toNanos(1_700_000_000L);

    private final TemplateStore store = new TemplateStore(Limits.standard());

    @Test
    void aTemplateIsFoundByItsDomainAndIdOnly() {
        Template template = data(7, 256, 8);
        assertThat(store.put(template, START)).isEqualTo(TemplateChange.ADDED);
        assertThat(store.find(7, 256)).isSameAs(template);
        assertThat(store.find(8, 256)).isNull();
        assertThat(store.find(7, 257)).isNull();
        assertThat(store.find(0xFFFFFFFFL, 65535)).isNull();
    }

    @Test
    void theSameDefinitionAgainKeepsTheObjectThatIsThere() {
        Template first = data(7, 256, 8);
        store.put(first, START);
        assertThat(store.put(data(7, 256, 8), START + 1)).isEqualTo(TemplateChange.REFRESHED);
        assertThat(store.find(7, 256)).isSameAs(first);
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void anotherDefinitionReplacesTheOneThatIsThere() {
        store.put(data(7, 256, 8), START);
        Template second = data(7, 256, 12);
        assertThat(store.put(second, START + 1)).isEqualTo(TemplateChange.REDEFINED);
        assertThat(store.find(7, 256)).isSameAs(second);
        assertThat(store.refreshedAtNanos(7, 256)).isEqualTo(START + 1);
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void aDataTemplateReplacesAnOptionsTemplateWithTheSameId() {
        store.put(options(7, 256), START);
        assertThat(store.put(data(7, 256, 8), START)).isEqualTo(TemplateChange.REDEFINED);
        Template found = store.find(7, 256);
        assertThat(found).isNotNull();
        assertThat(found.isOptions()).isFalse();
    }

    @Test
    void aRefreshMovesTheStampOnlyAfterTenMinutes() {
        store.put(data(7, 256, 8), START);
        assertThat(store.put(data(7, 256, 8), START + 10 * MINUTE - 1)).isEqualTo(TemplateChange.REFRESHED);
        assertThat(store.refreshedAtNanos(7, 256)).isEqualTo(START);
        TemplateChange change = store.put(data(7, 256, 8), START + 10 * MINUTE);
        assertThat(change).isEqualTo(TemplateChange.REFRESHED_STAMP_MOVED);
        assertThat(change.stateChanged()).isTrue();
        assertThat(change.definitionChanged()).isFalse();
        assertThat(store.refreshedAtNanos(7, 256)).isEqualTo(START + 10 * MINUTE);
    }

    @Test
    void anEarlierReceiveTimeNeverMovesTheStampBack() {
        store.put(data(7, 256, 8), START);
        assertThat(store.put(data(7, 256, 8), START - 60 * MINUTE)).isEqualTo(TemplateChange.REFRESHED);
        assertThat(store.refreshedAtNanos(7, 256)).isEqualTo(START);
    }

    @Test
    void expiryRemovesWhatWasNotRefreshedForALifetime() {
        store.put(data(7, 256, 8), START);
        store.put(data(7, 257, 8), START);
        store.put(data(7, 257, 8), START + 20 * MINUTE);
        List<Template> expired = new ArrayList<>();
        store.expire(START + 30 * MINUTE, 30 * MINUTE, expired::add);
        assertThat(expired).isEmpty();
        store.expire(START + 30 * MINUTE + 1, 30 * MINUTE, expired::add);
        assertThat(expired).extracting(Template::templateId).containsExactly(256);
        assertThat(store.find(7, 256)).isNull();
        assertThat(store.find(7, 257)).isNotNull();
    }

    @Test
    void timeThatGoesBackExpiresNothing() {
        store.put(data(7, 256, 8), START);
        store.expire(START - 1000 * MINUTE, 30 * MINUTE, t -> {
            throw new AssertionError("expired " + t);
        });
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void aFullStoreRefusesWhatIsNewAndKeepsWhatItHas() {
        TemplateStore small = new TemplateStore(new Limits(2, 10, 20, 65535));
        small.put(data(7, 256, 8), START);
        small.put(data(7, 257, 8), START);
        assertThat(small.put(data(7, 258, 8), START)).isEqualTo(TemplateChange.REFUSED_FULL);
        assertThat(small.put(data(7, 256, 12), START)).isEqualTo(TemplateChange.REDEFINED);
        assertThat(small.put(data(7, 257, 8), START)).isEqualTo(TemplateChange.REFRESHED);
        assertThat(small.size()).isEqualTo(2);
        assertThat(small.withdraw(7, 256)).isTrue();
        assertThat(small.put(data(7, 258, 8), START)).isEqualTo(TemplateChange.ADDED);
    }

    @Test
    void moreFieldsThanASessionMayHaveAreRefusedAndWhatIsThereStays() {
        TemplateStore small = new TemplateStore(new Limits(10, 2, 3, 65535));
        Template two = Template.decode(
                10,
                7,
                false,
                IpfixEncoder.templateRecord(256, field(8, 4), field(12, 4)).toByteArray());
        small.put(data(7, 256, 8), START);
        small.put(data(7, 257, 8), START);
        assertThat(small.put(two, START)).isEqualTo(TemplateChange.REDEFINED);
        assertThat(small.put(data(7, 258, 8), START)).isEqualTo(TemplateChange.REFUSED_FULL);
        assertThat(small.put(data(7, 256, 12), START)).isEqualTo(TemplateChange.REDEFINED);
        assertThat(small.put(data(7, 258, 8), START)).isEqualTo(TemplateChange.ADDED);
        assertThat(small.put(two, START)).isEqualTo(TemplateChange.REFUSED_FULL);
        Template kept = small.find(7, 256);
        assertThat(kept).isNotNull();
        assertThat(kept.fieldCount()).isEqualTo(1);
        small.withdraw(7, 258);
        assertThat(small.put(two, START)).isEqualTo(TemplateChange.REDEFINED);
    }

    @Test
    void allAreShownByDomainAndId() {
        store.put(data(0xFFFFFFFFL, 256, 8), START);
        store.put(data(1, 65535, 8), START);
        store.put(data(1, 256, 8), START);
        List<String> shown = new ArrayList<>();
        store.forEach(t -> shown.add(t.observationDomain() + "/" + t.templateId()));
        assertThat(shown).containsExactly("1/256", "1/65535", "4294967295/256");
        assertThat(store.count(0)).isZero();
        assertThat(store.count(1)).isEqualTo(2);
        assertThat(store.count(2)).isZero();
        assertThat(store.count(0xFFFFFFFFL)).isEqualTo(1);
    }

    @Test
    void withdrawingAllTakesOneKindOfOneDomain() {
        store.put(data(7, 256, 8), START);
        store.put(options(7, 257), START);
        store.put(data(8, 256, 8), START);
        store.put(data(7, 300, 8), START);
        assertThat(store.withdrawAll(7, false)).isEqualTo(2);
        assertThat(store.find(7, 257)).isNotNull();
        assertThat(store.find(8, 256)).isNotNull();
        assertThat(store.withdrawAll(7, true)).isEqualTo(1);
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void withdrawingWhatIsNotThereIsFalse() {
        assertThat(store.withdraw(7, 256)).isFalse();
        assertThat(store.refreshedAtNanos(7, 256)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void itAgreesWithAMapOverManyRandomChanges() {
        Random random = new Random(7);
        Map<String, Template> model = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            long domain = random.nextInt(6) * 0x11111111L;
            int id = 256 + random.nextInt(60);
            String key = domain + "/" + id;
            if (random.nextInt(3) == 0) {
                assertThat(store.withdraw(domain, id)).isEqualTo(model.remove(key) != null);
            } else {
                Template template = data(domain, id, 1 + random.nextInt(2));
                Template before = model.get(key);
                store.put(template, START);
                if (before == null || !before.sameDefinition(template)) {
                    model.put(key, template);
                }
            }
            assertThat(store.find(domain, id)).isSameAs(model.get(key));
            assertThat(store.size()).isEqualTo(model.size());
        }
        List<Template> all = new ArrayList<>();
        store.forEach(all::add);
        assertThat(all).containsExactlyInAnyOrderElementsOf(model.values());
    }

    private static Template data(long domain, int id, int elementId) {
        return Template.decode(
                10,
                domain,
                false,
                IpfixEncoder.templateRecord(id, field(elementId, 4)).toByteArray());
    }

    private static Template options(long domain, int id) {
        return Template.decode(
                10,
                domain,
                true,
                IpfixEncoder.optionsTemplateRecord(id, 1, field(149, 4), field(41, 8))
                        .toByteArray());
    }
}
