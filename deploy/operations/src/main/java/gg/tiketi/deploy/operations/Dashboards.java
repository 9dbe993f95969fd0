package gg.tiketi.deploy.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/** Makes the Grafana dashboard from the list of panels; the file is kept, so that nobody needs this to use it. */
final class Dashboards {

    static final String PANELS = "deploy/observability/panels.yaml";
    static final String GRAFANA = "deploy/observability/grafana/dashboards/tiketi.json";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int COLUMNS = 24;
    private static final int WIDTH = 8;
    private static final int HEIGHT = 8;

    private Dashboards() {}

    public static void main(String[] none) throws IOException {
        Files.writeString(Checkout.file(GRAFANA), grafana(Checkout.yaml(PANELS)));
    }

    static String grafana(JsonNode list) throws JsonProcessingException {
        ObjectNode dashboard = JSON.createObjectNode()
                .put("uid", "tiketi")
                .put("title", list.path("title").asText())
                .put("schemaVersion", 39)
                .put("editable", false)
                .put("refresh", "30s")
                .put("timezone", "Asia/Seoul");
        dashboard.putObject("time").put("from", "now-3h").put("to", "now");
        ArrayNode panels = dashboard.putArray("panels");
        int y = 0;
        for (JsonNode row : list.path("rows")) {
            place(panels.addObject(), panels.size(), 0, y++, COLUMNS, 1)
                    .put("type", "row")
                    .put("title", row.path("title").asText())
                    .put("collapsed", false);
            int x = 0;
            for (JsonNode panel : row.path("panels")) {
                if (x == COLUMNS) {
                    x = 0;
                    y += HEIGHT;
                }
                fill(place(panels.addObject(), panels.size(), x, y, WIDTH, HEIGHT), panel);
                x += WIDTH;
            }
            y += HEIGHT;
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(dashboard) + "\n";
    }

    private static ObjectNode place(ObjectNode panel, int id, int x, int y, int width, int height) {
        panel.put("id", id)
                .putObject("gridPos")
                .put("x", x)
                .put("y", y)
                .put("w", width)
                .put("h", height);
        return panel;
    }

    private static void fill(ObjectNode made, JsonNode panel) {
        made.put("type", "timeseries").put("title", panel.path("title").asText());
        made.putObject("datasource").put("type", "prometheus").put("uid", "prometheus");
        made.putObject("fieldConfig")
                .putObject("defaults")
                .put("unit", panel.path("unit").asText())
                .put("min", 0);
        ArrayNode targets = made.putArray("targets");
        for (Map.Entry<String, JsonNode> query : panel.path("queries").properties()) {
            targets.addObject()
                    .put("refId", Character.toString('A' + targets.size() - 1))
                    .put("legendFormat", query.getKey())
                    .put("expr", query.getValue().asText())
                    .put("exemplar", query.getValue().asText().contains("_bucket"));
        }
    }
}
