-- Events as buyers see them. Status and counts are derived here and nowhere else, from database time and last stock:
--   cancelled > ended (show over, or every window closed) > upcoming (no window open now, one still to come)
--   > sold_out (every tier's stock known, none left) > on_sale
-- Before seat-service first reported, nothing can have been sold, so everything counts as left.
CREATE VIEW event_listing AS
SELECT e.*,
       p.venue_id, v.name_ko AS venue_ko, v.name_en AS venue_en, v.city_ko, v.city_en,
       sale.opens_at AS sale_opens_at, sale.closes_at AS sale_closes_at,
       tiers.price_from, tiers.price_to, tiers.remaining, tiers.total,
       CASE
           WHEN e.state = 'CANCELLED' THEN 'cancelled'
           WHEN e.ends_at <= now() OR sale.over THEN 'ended'
           WHEN NOT sale.open THEN 'upcoming'
           WHEN tiers.known AND tiers.remaining = 0 THEN 'sold_out'
           ELSE 'on_sale'
       END AS status
FROM event e
JOIN seating_plan p ON p.id = e.plan_id AND p.version = e.plan_version
JOIN venue v ON v.id = p.venue_id
CROSS JOIN LATERAL (
    -- The window that is open or opens next, so that a countdown always points forward while there is something to wait for.
    SELECT coalesce(min(w.opens_at) FILTER (WHERE w.closes_at > now()), min(w.opens_at)) AS opens_at,
           max(w.closes_at) AS closes_at,
           bool_and(w.closes_at <= now()) AS over,
           bool_or(w.opens_at <= now() AND w.closes_at > now()) AS open
    FROM sale_window w
    WHERE w.event_id = e.id
) sale
CROSS JOIN LATERAL (
    SELECT min(t.price) AS price_from, max(t.price) AS price_to,
           sum(coalesce(s.available, c.capacity)) AS remaining,
           sum(coalesce(s.total, c.capacity)) AS total,
           bool_and(s.available IS NOT NULL) AS known
    FROM price_tier t
    JOIN plan_tier c ON c.plan_id = e.plan_id AND c.plan_version = e.plan_version AND c.name = t.name
    LEFT JOIN stock_tier s ON s.event_id = e.id AND s.name = t.name
    WHERE t.event_id = e.id
) tiers;
