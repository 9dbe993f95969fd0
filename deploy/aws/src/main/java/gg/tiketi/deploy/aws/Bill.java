package gg.tiketi.deploy.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an environment costs a month, counted from its templates: what stands in no template (traffic, logs) is assumed
 * here, the same for every environment.
 */
final class Bill {

    static final int HOURS = 730;
    /** Assumed: the first design's own amounts, and what follows from them. */
    static final int NAT_GB = 100;

    static final int STORED_GB = 10;
    static final int CDN_GB = 1024;
    static final int CDN_FREE_GB = 1024;
    static final int REQUESTS_MILLION = 10;
    static final int LOG_GB = 10;
    /** Container Insights writes about so many metrics per service; the collector about so many. */
    static final int METRICS_PER_SERVICE = 13;

    static final int METRICS_OF_COLLECTOR = 20;

    private final List<JsonNode> templates;
    private final List<JsonNode> resources = new ArrayList<>();
    private final Prices prices;
    private final boolean inSeoul;

    Bill(Collection<JsonNode> templates, Prices prices, boolean inSeoul) {
        this.templates = List.copyOf(templates);
        templates.forEach(template -> template.path("Resources").forEach(resources::add));
        this.prices = prices;
        this.inSeoul = inSeoul;
    }

    /** Line to dollars a month, by the lines of the first design's own table and those that it forgot. */
    Map<Line, Double> lines() {
        Map<Line, Double> lines = new TreeMap<>();
        lines.put(Line.CDN, Math.max(0, CDN_GB - CDN_FREE_GB) * price("cdn.gb"));
        lines.put(Line.STORAGE, STORED_GB * price("s3.gb"));
        lines.put(Line.BALANCER, count("AWS::ElasticLoadBalancingV2::LoadBalancer") * balancer());
        lines.put(Line.TASKS, tasks());
        lines.put(Line.DATABASE, databases(false));
        lines.put(Line.REPLICA, databases(true));
        lines.put(Line.CACHE, caches());
        int gateways = count("AWS::EC2::NatGateway");
        lines.put(Line.NAT, gateways * HOURS * price("nat.hour") + NAT_GB * price("nat.gb"));
        lines.put(Line.WATCH, watching());
        lines.put(Line.SECRETS, secrets() * price("secret"));
        // The public zone, and the private one of the services' names.
        lines.put(
                Line.NAMES,
                (count("AWS::Route53::HostedZone") + count("AWS::ServiceDiscovery::PrivateDnsNamespace"))
                        * price("zone"));
        lines.put(Line.IMAGES, STORED_GB * price("ecr.gb"));
        lines.put(Line.FIREWALL, firewall());
        lines.put(Line.ADDRESSES, addresses(gateways) * HOURS * price("address"));
        return lines;
    }

    /** The same with a year's commitment for what runs always. */
    Map<Line, Double> committed() {
        Map<Line, Double> lines = new TreeMap<>(lines());
        lines.computeIfPresent(Line.TASKS, (line, dollars) -> dollars * price("commit.fargate"));
        lines.computeIfPresent(Line.DATABASE, (line, dollars) -> dollars * price("commit.db"));
        lines.computeIfPresent(Line.CACHE, (line, dollars) -> dollars * price("commit.cache"));
        return lines;
    }

    enum Line {
        CDN("CloudFront (1 TB)", 5),
        STORAGE("S3 (10 GB)", 0.25),
        BALANCER("ALB", 23),
        TASKS("Fargate", 100),
        DATABASE("RDS", 80),
        CACHE("Redis or Valkey", 30),
        NAT("NAT (100 GB)", 70),
        WATCH("CloudWatch", 10),
        SECRETS("Secrets", 2),
        NAMES("Route 53, Cloud Map", 0.50),
        IMAGES("ECR (10 GB)", 1),
        REPLICA("Read replica (optional)", 0),
        FIREWALL("WAF (10 million requests)", 0),
        ADDRESSES("Public IPv4 addresses", 0);

        private final String title;
        private final double planned;

        Line(String title, double planned) {
            this.title = title;
            this.planned = planned;
        }

        String title() {
            return title;
        }

        /** What the first design's table says. */
        double planned() {
            return planned;
        }
    }

    private double price(String key) {
        return prices.of(key, inSeoul);
    }

    private List<JsonNode> all(String type) {
        return resources.stream()
                .filter(resource -> resource.path("Type").asText().equals(type))
                .map(resource -> resource.path("Properties"))
                .toList();
    }

    private int count(String type) {
        return all(type).size();
    }

    private double balancer() {
        return HOURS * (price("alb.hour") + price("alb.lcu"));
    }

    private double tasks() {
        double sum = 0;
        for (JsonNode service : all("AWS::ECS::Service")) {
            JsonNode task = taskOf(service);
            String kind =
                    task.at("/RuntimePlatform/CpuArchitecture").asText("X86_64").equals("ARM64")
                            ? "fargate.arm"
                            : "fargate.x86";
            double hour = task.path("Cpu").asDouble() / 1024 * price(kind + ".cpu")
                    + task.path("Memory").asDouble() / 1024 * price(kind + ".memory");
            double running = averageTasks(service);
            boolean spot = service.path("CapacityProviderStrategy").toString().contains("FARGATE_SPOT");
            // One task stays on demand; the rest costs about what Spot costs.
            double charged = spot && running > 1 ? 1 + (running - 1) * price("fargate.spot.share") : running;
            sum += charged * hour * HOURS;
        }
        return sum;
    }

    private JsonNode taskOf(JsonNode service) {
        String family = service.path("ServiceName").asText().replaceAll("-service$", "");
        return all("AWS::ECS::TaskDefinition").stream()
                .filter(task -> task.path("Family").asText().equals(family))
                .findFirst()
                .orElseThrow();
    }

    /**
     * The minimum over the day as the schedule moves it: load that asks for more is not counted. A target names its
     * service by reference, so it is found by standing in the same template, which has one service.
     */
    private double averageTasks(JsonNode service) {
        for (JsonNode template : templates) {
            boolean own = false;
            JsonNode target = null;
            for (JsonNode resource : template.path("Resources")) {
                own |= resource.path("Properties") == service;
                if (resource.path("Type").asText().equals("AWS::ApplicationAutoScaling::ScalableTarget")) {
                    target = resource.path("Properties");
                }
            }
            if (own && target != null) {
                return averageOverDay(target);
            }
        }
        return service.path("DesiredCount").asDouble();
    }

    private static double averageOverDay(JsonNode target) {
        TreeMap<Integer, Integer> minimumFrom = new TreeMap<>();
        for (JsonNode action : target.path("ScheduledActions")) {
            String schedule = action.path("Schedule").asText();
            if (schedule.startsWith("cron(0 ")) {
                int hour = Integer.parseInt(schedule.split(" ")[1]);
                minimumFrom.put(
                        hour, action.at("/ScalableTargetAction/MinCapacity").asInt());
            }
        }
        double sum = 0;
        for (int hour = 0; hour < 24; hour++) {
            Map.Entry<Integer, Integer> rule = minimumFrom.floorEntry(hour);
            sum += rule != null ? rule.getValue() : minimumFrom.lastEntry().getValue();
        }
        return sum / 24;
    }

    private double databases(boolean replicas) {
        double sum = 0;
        for (JsonNode database : all("AWS::RDS::DBInstance")) {
            if (database.has("SourceDBInstanceIdentifier") == replicas) {
                int zones = database.path("MultiAZ").asBoolean() ? 2 : 1;
                // A replica has as much storage as its source, which the template does not repeat.
                double storage = database.path("AllocatedStorage").asDouble(20);
                sum += zones * (HOURS * price(database.path("DBInstanceClass").asText()) + storage * price("db.gp3"));
            }
        }
        return sum;
    }

    private double caches() {
        double sum = 0;
        for (JsonNode group : all("AWS::ElastiCache::ReplicationGroup")) {
            int nodes = group.has("NumNodeGroups")
                    ? group.path("NumNodeGroups").asInt()
                            * (1 + group.path("ReplicasPerNodeGroup").asInt())
                    : group.path("NumCacheClusters").asInt();
            String key = group.path("Engine").asText() + "."
                    + group.path("CacheNodeType").asText();
            sum += nodes * HOURS * price(key);
        }
        return sum;
    }

    private double watching() {
        double alarms = 0;
        for (JsonNode alarm : all("AWS::CloudWatch::Alarm")) {
            int metrics = 0;
            for (JsonNode metric : alarm.path("Metrics")) {
                metrics += metric.has("MetricStat") ? 1 : 0;
            }
            alarms += Math.max(1, metrics);
        }
        int services = count("AWS::ECS::Service");
        boolean collector = resources.toString().contains("AOT_CONFIG_CONTENT");
        // The first three dashboards cost nothing.
        return alarms * price("watch.alarm")
                + count("AWS::CloudWatch::CompositeAlarm") * price("watch.composite")
                + LOG_GB * price("watch.log.gb")
                + (services * METRICS_PER_SERVICE + (collector ? METRICS_OF_COLLECTOR : 0)) * price("watch.metric");
    }

    private int secrets() {
        long managed = all("AWS::RDS::DBInstance").stream()
                .filter(database -> database.path("ManageMasterUserPassword").asBoolean())
                .count();
        return count("AWS::SecretsManager::Secret") + (int) managed;
    }

    private double firewall() {
        double sum = 0;
        for (JsonNode list : all("AWS::WAFv2::WebACL")) {
            sum += price("waf.acl")
                    + list.path("Rules").size() * price("waf.rule")
                    + REQUESTS_MILLION * price("waf.requests");
        }
        return sum;
    }

    /** One of each NAT gateway, and one in each zone of a public load balancer. */
    private int addresses(int gateways) {
        int open = (int) all("AWS::ElasticLoadBalancingV2::LoadBalancer").stream()
                .filter(balancer -> balancer.path("Scheme").asText().equals("internet-facing"))
                .count();
        return gateways + 2 * open;
    }
}
