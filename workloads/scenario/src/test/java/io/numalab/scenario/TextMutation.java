package io.numalab.scenario;

import java.util.List;
import java.util.SplittableRandom;

/** Damages texts, for tests that readers understand or refuse whatever they are given. */
public final class TextMutation {

    private TextMutation() {
    }

    /** One change. @param pieces what may be put in beside what the text has */
    public static void mutate(StringBuilder text, List<String> pieces, SplittableRandom random) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(100));
        switch (random.nextInt(7)) {
            case 0 -> text.insert(at, pieces.get(random.nextInt(pieces.size())));
            case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(12)));
            case 2 -> text.insert(at, (char) random.nextInt(0x250));
            case 3 -> text.insert(at, text.substring(at, end));
            case 4 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
            case 5 -> text.setLength(random.nextInt(20) == 0 ? at : text.length());
            default -> {
                for (int i = at; i < end; i++) {
                    if (Character.isDigit(text.charAt(i))) {
                        text.setCharAt(i, (char) ('0' + random.nextInt(10)));
                    }
                }
            }
        }
    }
}
