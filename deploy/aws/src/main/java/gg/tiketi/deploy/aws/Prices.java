package gg.tiketi.deploy.aws;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The dated price file, each price with where it can be checked. */
record Prices(Map<String, Price> prices) {

    private static final int COLUMNS = 7;

    record Price(
            String unit, double seoul, double virginia, String seoulStatus, String virginiaStatus, String source) {}

    Prices {
        prices = Map.copyOf(prices);
    }

    static Prices read() {
        Map<String, Price> prices = new LinkedHashMap<>();
        try (InputStream stream = Prices.class.getResourceAsStream("/prices.csv")) {
            if (stream == null) {
                throw new IllegalStateException("prices.csv is missing");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] columns = line.split(";", -1);
                if (columns.length != COLUMNS) {
                    throw new IllegalStateException("not a price: " + line);
                }
                prices.put(
                        columns[0],
                        new Price(
                                columns[1],
                                Double.parseDouble(columns[2]),
                                Double.parseDouble(columns[3]),
                                columns[4],
                                columns[5],
                                columns[6]));
            });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new Prices(prices);
    }

    double of(String key, boolean inSeoul) {
        Price price = prices.get(key);
        if (price == null) {
            throw new IllegalArgumentException("no price for " + key);
        }
        return inSeoul ? price.seoul() : price.virginia();
    }
}
