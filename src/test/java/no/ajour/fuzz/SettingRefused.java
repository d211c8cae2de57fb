package no.ajour.fuzz;

import no.ajour.failure.Redaction;

/** A setting or argument was refused, in words that are shown as {@code WrongSetting} shows them. */
public final class SettingRefused extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 400;

    /** Gives the setting to the code that judges it. */
    public static void settingIs(Runnable judged) throws SettingRefused {
        try {
            judged.run();
        } catch (IllegalArgumentException e) {
            if (e.getClass() != IllegalArgumentException.class) {
                throw e;
            }
            throw new SettingRefused(Redaction.of(e.getMessage(), LONGEST));
        }
    }

    private SettingRefused(String message) {
        super(message);
    }
}
