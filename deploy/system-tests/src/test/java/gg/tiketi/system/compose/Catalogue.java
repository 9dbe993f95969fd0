package gg.tiketi.system.compose;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Who may do what in a database, as PostgreSQL's catalogues tell: roles, schemas, extensions, everything that is owned. */
final class Catalogue {

    private static final List<String> QUESTIONS = List.of(
            """
            SELECT 'role', r.rolname, r.rolsuper, r.rolinherit, r.rolcreaterole, r.rolcreatedb, r.rolcanlogin,
                   r.rolreplication, r.rolbypassrls, r.rolconnlimit, left(r.rolpassword, 13), s.setconfig
            FROM pg_authid r LEFT JOIN pg_db_role_setting s ON s.setrole = r.oid
            WHERE r.rolname !~ '^pg_'
            """,
            """
            SELECT 'member', m.roleid::regrole, m.member::regrole FROM pg_auth_members m
            WHERE m.member::regrole::text !~ '^pg_'
            """,
            """
            SELECT 'database', d.datdba::regrole, a.grantee::regrole, a.privilege_type, a.is_grantable
            FROM pg_database d LEFT JOIN LATERAL aclexplode(d.datacl) a ON true WHERE d.datname = current_database()
            """,
            """
            SELECT 'schema', n.nspname, n.nspowner::regrole, a.grantee::regrole, a.privilege_type, a.is_grantable
            FROM pg_namespace n LEFT JOIN LATERAL aclexplode(n.nspacl) a ON true
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            """,
            """
            SELECT 'extension', e.extname, n.nspname, e.extowner::regrole FROM pg_extension e
            JOIN pg_namespace n ON n.oid = e.extnamespace
            """,
            """
            SELECT 'relation', n.nspname, c.relname, c.relkind, c.relowner::regrole, a.grantee::regrole, a.privilege_type
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN LATERAL aclexplode(c.relacl) a ON true
            WHERE n.nspname IN ('auth', 'event', 'seat', 'public')
            """,
            """
            SELECT 'function', p.oid::regprocedure, p.proowner::regrole, a.grantee::regrole, a.privilege_type
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            LEFT JOIN LATERAL aclexplode(p.proacl) a ON true
            WHERE n.nspname IN ('auth', 'event', 'seat', 'public')
            """,
            "SELECT 'default', defaclrole::regrole, defaclnamespace::regnamespace, defaclobjtype, defaclacl FROM pg_default_acl");

    private Catalogue() {}

    /** One line for each fact, in order. */
    static List<String> of(Connection connection) throws SQLException {
        List<String> facts = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (String question : QUESTIONS) {
                try (ResultSet found = statement.executeQuery(question)) {
                    int columns = found.getMetaData().getColumnCount();
                    while (found.next()) {
                        List<String> fact = new ArrayList<>();
                        for (int i = 1; i <= columns; i++) {
                            fact.add(String.valueOf(found.getString(i)));
                        }
                        facts.add(String.join(" ", fact));
                    }
                }
            }
        }
        return facts.stream().sorted().toList();
    }
}
