package no.ajour.benchmark;

import java.util.ArrayList;
import java.util.List;

/** Trials of the program and of the floor, turn by turn, so that whatever else the machine does meets both. */
record Rounds(List<Trial> trials, List<Double> floors) {

    interface Measure<T> {
        T take() throws Exception;
    }

    /** The first round warms the disk's cache and the floor's code; it does not count. */
    static Rounds of(int rounds, Measure<Trial> program, Measure<Double> floor) throws Exception {
        var trials = new ArrayList<Trial>();
        var floors = new ArrayList<Double>();
        for (int round = 0; round <= rounds; round++) {
            var seconds = floor.take();
            var trial = program.take();
            if (round > 0 || rounds == 0) {
                floors.add(seconds);
                trials.add(trial);
            }
        }
        return new Rounds(trials, floors);
    }

    Trial last() {
        return trials.getLast();
    }

    double seconds() {
        return Trial.median(trials, Trial::seconds);
    }

    double floor() {
        return Trial.median(floors);
    }
}
