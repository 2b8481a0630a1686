package io.flowledger.grafolean;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Grafolean knows of devices at one time.
 *
 * @param wanted entities to report, by account
 * @param known addresses of all entities, whether they want NetFlow or not
 */
record EntityList(Map<String, List<Entity>> wanted, Set<String> known) {
    private static final System.Logger LOG = System.getLogger(EntityList.class.getName());
    private static final String PROTOCOL = "netflow";
    private static final int UNAUTHORIZED = 401;
    private static final int GONE = 404;

    static EntityList empty() {
        return new EntityList(Map.of(), Set.of());
    }

    /**
     * Asks for all entities of all accounts. An account that is refused keeps what was known of it before; an entity that is
     * gone by the time that it is asked for is none.
     */
    static EntityList fetch(GrafoleanApi api, String userId, EntityList before) throws GrafoleanException {
        Map<String, List<Entity>> wanted = new LinkedHashMap<>();
        Set<String> known = new HashSet<>();
        for (String account : api.accounts()) {
            try {
                wanted.put(account, ofAccount(api, account, userId, known));
            } catch (GrafoleanException e) {
                if (e.kind() != GrafoleanException.Kind.REFUSED || e.status() == UNAUTHORIZED) {
                    throw e;
                }
                LOG.log(Level.WARNING, "{0}; account {1} stays as it was", e.getMessage(), account);
                wanted.put(account, before.wanted().getOrDefault(account, List.of()));
                known.addAll(before.known());
            }
        }
        return new EntityList(wanted, known);
    }

    private static List<Entity> ofAccount(GrafoleanApi api, String account, String userId, Set<String> known)
            throws GrafoleanException {
        List<Entity> entities = new ArrayList<>();
        for (JsonNode listed : api.entities(account)) {
            String entityId = listed.path("id").asText();
            JsonNode entity;
            try {
                entity = api.entity(account, entityId);
            } catch (GrafoleanException e) {
                if (e.status() == GONE) {
                    continue;
                }
                throw e;
            }
            String address = entity.path("details").path("ipv4").asText();
            known.add(address);
            if (isWanted(entity.path("protocols").path(PROTOCOL), userId) && Entity.isAddress(address)) {
                entities.add(new Entity(entityId, address));
            }
        }
        return List.copyOf(entities);
    }

    /** With a credential, a sensor at least, and no other bot than ours. */
    static boolean isWanted(JsonNode netflow, String userId) {
        JsonNode bot = netflow.path("bot");
        boolean ours = bot.isMissingNode() || bot.isNull() || bot.asText().equals(userId);
        JsonNode credential = netflow.path("credential");
        boolean credentialed = !credential.isMissingNode()
                && !credential.isNull()
                && !credential.asText("x").isEmpty()
                && !credential.asText().equals("0");
        return ours && credentialed && netflow.path("sensors").size() > 0;
    }
}
