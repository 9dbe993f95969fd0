package gg.tiketi.gateway.limit;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many WebSockets each address has open on this node, so that one cannot take the places of all. */
@Singleton
public class OpenSockets {

    private final AddressRanges exempt;
    private final int most;
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    OpenSockets(LimitConfig config) {
        this.exempt = new AddressRanges(config.exempt().orElse(List.of()));
        this.most = config.openSocketsOfAddress();
    }

    /** Takes one place of the address; false, and none taken, when it has them all. */
    public boolean take(String address) {
        if (exempt.contain(address)) {
            return true;
        }
        boolean[] taken = {false};
        open.compute(AddressRanges.network(address), (caller, known) -> {
            int before = known == null ? 0 : known;
            taken[0] = before < most;
            return taken[0] ? Integer.valueOf(before + 1) : known;
        });
        return taken[0];
    }

    /** Gives one back that was taken. */
    public void free(String address) {
        open.computeIfPresent(AddressRanges.network(address), (caller, known) -> known == 1 ? null : known - 1);
    }
}
