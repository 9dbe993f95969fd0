package gg.tiketi.auth.factor;

/** What a code turned out to be. */
public enum FactorUse {
    /** The authenticator's code of the moment; it counts no second time. */
    AUTHENTICATOR,
    /** A recovery code, which is gone now. */
    RECOVERY_CODE,
    /** Neither. */
    WRONG
}
