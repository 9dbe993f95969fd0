package gg.tiketi.event.catalog;

import gg.tiketi.event.platform.LocalText;
import gg.tiketi.event.sale.SaleWindow;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.IntStream;

/** Reads an event's sale windows from the four array columns that our queries aggregate them into. */
final class SaleWindowColumns {

    private SaleWindowColumns() {}

    static List<SaleWindow> read(Row row) {
        String[] namesKo = row.getArrayOfStrings("window_names_ko");
        String[] namesEn = row.getArrayOfStrings("window_names_en");
        OffsetDateTime[] opens = row.getArrayOfOffsetDateTimes("window_opens");
        OffsetDateTime[] closes = row.getArrayOfOffsetDateTimes("window_closes");
        return IntStream.range(0, opens.length)
                .mapToObj(i -> new SaleWindow(
                        new LocalText(namesKo[i], namesEn[i]), opens[i].toInstant(), closes[i].toInstant()))
                .toList();
    }
}
