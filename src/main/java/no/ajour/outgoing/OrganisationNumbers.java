package no.ajour.outgoing;

import no.ajour.patient.Installation.Environment;

/**
 * What an organisation number of an event must look like. JFT takes real ones in production and synthetic ones in test, and
 * nothing published tells them apart by their digits, nor whether synthetic ones have a right control digit.
 */
enum OrganisationNumbers {
    ANY,
    NINE_DIGITS,
    /** Nine digits, the last of which is right (brreg.no). */
    CONTROL_DIGIT;

    private static final int[] WEIGHTS = {3, 2, 7, 6, 5, 4, 3, 2};

    static OrganisationNumbers usual(Environment environment) {
        return switch (environment) {
            case TEST -> NINE_DIGITS;
            case PRODUCTION -> CONTROL_DIGIT;
        };
    }

    boolean allows(String number) {
        return switch (this) {
            case ANY -> true;
            case NINE_DIGITS -> number.matches("[0-9]{9}");
            case CONTROL_DIGIT -> number.matches("[0-9]{9}") && isControlDigitRight(number);
        };
    }

    private static boolean isControlDigitRight(String number) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += WEIGHTS[i] * (number.charAt(i) - '0');
        }
        int control = (11 - sum % 11) % 11;
        return control == number.charAt(8) - '0';
    }
}
