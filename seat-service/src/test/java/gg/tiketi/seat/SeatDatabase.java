package gg.tiketi.seat;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/** Looks into the service's database, and lets time pass for a reservation. */
@ApplicationScoped
public class SeatDatabase {

    private final DataSource database;

    SeatDatabase(DataSource database) {
        this.database = database;
    }

    /** Makes the reservation as old as if its time to pay were over, its return delay included. */
    public void letTimePass(UUID reservation) {
        update("""
                UPDATE reservation SET created_at = created_at - interval '1 hour',
                       expires_at = expires_at - interval '1 hour', free_at = free_at - interval '1 hour'
                WHERE id = ?
                """, reservation);
        update("UPDATE seat SET free_at = free_at - interval '1 hour' WHERE reservation_id = ?", reservation);
    }

    /** The only number that a query gives for an id. */
    public long number(String query, UUID id) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setObject(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Runs an update for an id. */
    public void update(String query, UUID id) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setObject(1, id);
            statement.executeUpdate();
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Rows of an event that break an invariant: seats and their live owners must tell the same story. */
    public long brokenSeats(UUID event) {
        return number("""
                SELECT count(*) FROM seat s
                LEFT JOIN reservation_seat x ON x.event_id = s.event_id AND x.position = s.position AND x.live
                LEFT JOIN reservation r ON r.id = x.reservation_id
                WHERE s.event_id = ? AND NOT coalesce(CASE s.state
                    WHEN 0 THEN x.reservation_id IS NULL
                    WHEN 1 THEN CASE WHEN s.kept_at IS NOT NULL THEN x.reservation_id IS NULL
                                     ELSE s.reservation_id = x.reservation_id AND r.status IN ('OFFERED', 'PENDING', 'PAYING')
                                          AND (s.free_at IS NULL) = (r.status = 'PAYING') END
                    WHEN 2 THEN s.reservation_id = x.reservation_id AND r.status = 'CONFIRMED'
                    ELSE x.reservation_id IS NULL END, false)
                """, event);
    }
}
