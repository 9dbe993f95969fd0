package gg.tiketi.deploy.local;

import java.util.Map;
import java.util.TreeMap;

/**
 * What each service is told about the others and its backends, as environment variables: the same for a packaged
 * service, for development mode and for tests. A service is told only the secrets that it needs.
 */
final class ServiceSettings {

    private static final String HOST = "127.0.0.1";
    private static final String EVENT_LOOPS = "QUARKUS_VERTX_EVENT_LOOPS_POOL_SIZE";

    private final PortPlan ports;
    private final RunSecrets secrets;
    private final StateFolder state;

    ServiceSettings(PortPlan ports, RunSecrets secrets, StateFolder state) {
        this.ports = ports;
        this.secrets = secrets;
        this.state = state;
    }

    Map<String, String> of(Service service) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("QUARKUS_HTTP_PORT", number(service.port()));
        settings.put("QUARKUS_MANAGEMENT_PORT", number(service.managementPort()));
        settings.put("QUARKUS_HTTP_HOST", HOST);
        settings.put("QUARKUS_MANAGEMENT_HOST", HOST);
        settings.put("TIKETI_TOKEN_JWKS_URL", ports.url(Port.AUTH) + "/.well-known/jwks.json");
        settings.put("TIKETI_LOG_JSON", "false");
        settings.put(EVENT_LOOPS, System.getenv().getOrDefault(EVENT_LOOPS, Integer.toString(eventLoops())));
        settings.put("REDIS_HOST", HOST);
        settings.put("REDIS_PORT", number(Port.REDIS));
        settings.put("REDIS_PASSWORD", secrets.redis());
        service.schema().ifPresent(schema -> addDatabase(settings, service, schema));
        switch (service) {
            case AUTH -> {
                settings.put("TIKETI_AUTH_KEY_FOLDER", state.keys().toString());
                settings.put(
                        "TIKETI_AUTH_ADMIN_PASSWORD_FILE", state.adminPassword().toString());
                settings.put("TIKETI_AUTH_ADMIN_EMAIL", Administrator.EMAIL);
                // The page comes over plain HTTP here, where a browser drops cookies marked as secure.
                settings.put("TIKETI_AUTH_COOKIE_SECURE", "false");
                settings.put("TIKETI_AUTH_SECOND_FACTOR_KEYS", secrets.secondFactor());
                // Whoever runs this tries the administrator's side at once; in production that needs a second factor.
                settings.put("TIKETI_AUTH_SECOND_FACTOR_ADMINISTRATORS_NEED_IT", "false");
                // Nothing leaves this machine: mail, with its links, is in files beside the keys.
                settings.put("TIKETI_AUTH_PUBLIC_URL", ports.url(Port.GATEWAY));
                settings.put("TIKETI_AUTH_MAIL_TRANSPORT", "folder");
                // Whoever tries this out should not have to look for a file to sign up.
                settings.put("TIKETI_AUTH_REGISTRATION", "immediate");
                // Tests are thousands of people, with as many mistakes, at one address.
                settings.put("TIKETI_AUTH_THROTTLE_ADDRESS_FREE", "1000000");
                settings.put(
                        "TIKETI_AUTH_MAIL_FOLDER",
                        state.keys().resolveSibling("mail").toString());
            }
            case EVENT -> {
                settings.put("TIKETI_INTERNAL_TOKEN", secrets.internalToken());
                settings.put("TIKETI_EVENT_SAMPLE_DATA", "true");
            }
            case SEAT -> {
                settings.put("TIKETI_INTERNAL_TOKEN", secrets.internalToken());
                settings.put("TIKETI_EVENT_URL", ports.url(Port.EVENT));
            }
            case GATEWAY -> {
                // Only this machine reaches the page unless somebody says otherwise.
                settings.put("QUARKUS_HTTP_HOST", System.getenv().getOrDefault("TIKETI_GATEWAY_HOST", HOST));
                // Tests and benchmarks are thousands of buyers at one address.
                settings.put("TIKETI_GATEWAY_LIMIT_EXEMPT", "127.0.0.0/8,::1");
                settings.put("TIKETI_AUTH_URL", ports.url(Port.AUTH));
                settings.put("TIKETI_EVENT_URL", ports.url(Port.EVENT));
                settings.put("TIKETI_SEAT_URL", ports.url(Port.SEAT));
            }
        }
        return settings;
    }

    /**
     * Four services, PostgreSQL and Redis share this machine. Fewer event loops each have more to do at a time and are woken
     * less often: one instead of Quarkus' four took a third off the processor time of a refused reservation on two cores.
     */
    private static int eventLoops() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    private void addDatabase(Map<String, String> settings, Service service, String schema) {
        settings.put("DB_HOST", HOST);
        settings.put("DB_PORT", number(Port.POSTGRES));
        settings.put("DB_NAME", Database.NAME);
        settings.put("DB_USER", Database.role(schema));
        settings.put("DB_PASSWORD", secrets.role(service));
    }

    private String number(Port port) {
        return Integer.toString(ports.number(port));
    }
}
