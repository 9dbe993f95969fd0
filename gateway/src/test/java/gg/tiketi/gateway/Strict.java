package gg.tiketi.gateway;

import gg.tiketi.defaults.testing.TestTokens;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** A gateway of six hundred with small limits, slow to come back, behind one trusted proxy: each test is another address. */
public class Strict implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("tiketi.gateway.trusted-hops", "1"),
                Map.entry("tiketi.gateway.limit.nodes", "600"),
                Map.entry("tiketi.gateway.limit.burst-seconds", "18000"),
                Map.entry("tiketi.gateway.limit.reads-of-address", "1"),
                Map.entry("tiketi.gateway.limit.writes-of-address", "1"),
                Map.entry("tiketi.gateway.limit.sign-ins-of-address", "1"),
                Map.entry("tiketi.gateway.limit.sockets-of-address", "1"),
                Map.entry("tiketi.gateway.limit.reads-of-account", "1"),
                Map.entry("tiketi.gateway.limit.writes-of-account", "1"),
                Map.entry("tiketi.gateway.limit.open-sockets-of-address", "2"),
                Map.entry("tiketi.gateway.limit.exempt", "10.9.0.0/16"),
                Map.entry("tiketi.gateway.body-timeout", "PT0.5S"),
                Map.entry("tiketi.gateway.breaker-failures", "3"),
                Map.entry("tiketi.gateway.breaker-pause", "PT3S"));
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestTokens.class));
    }
}
