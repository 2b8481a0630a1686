package io.flowledger.grafolean;

import com.fasterxml.jackson.databind.JsonNode;
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
    private static final String PROTOCOL = "netflow";

    static EntityList empty() {
        return new EntityList(Map.of(), Set.of());
    }

    /** Asks for all entities of all accounts. */
    static EntityList fetch(GrafoleanApi api, String userId) throws GrafoleanException {
        Map<String, List<Entity>> wanted = new LinkedHashMap<>();
        Set<String> known = new HashSet<>();
        for (String account : api.accounts()) {
            List<Entity> entities = new ArrayList<>();
            for (JsonNode listed : api.entities(account)) {
                JsonNode entity = api.entity(account, listed.path("id").asText());
                String address = entity.path("details").path("ipv4").asText();
                known.add(address);
                if (isWanted(entity.path("protocols").path(PROTOCOL), userId) && Entity.isAddress(address)) {
                    entities.add(new Entity(listed.path("id").asText(), address));
                }
            }
            wanted.put(account, List.copyOf(entities));
        }
        return new EntityList(wanted, known);
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
