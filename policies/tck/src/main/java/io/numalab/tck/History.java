package io.numalab.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A run of a machine, as rules judge it.
 *
 * @param layout what did not change
 * @param swap whether swap space was in use
 * @param events what was reported, in order
 * @param ending what the machine showed in the end
 */
record History(Layout layout, boolean swap, List<Event> events, Ending ending) {

    <T extends Event> Stream<T> all(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast);
    }

    /** The same with one event changed, the first that fits: a planted fault. */
    <T extends Event> History tampered(Class<T> type, Predicate<T> which, UnaryOperator<T> change) {
        List<Event> copy = new ArrayList<>(events);
        for (int i = 0; i < copy.size(); i++) {
            if (type.isInstance(copy.get(i)) && which.test(type.cast(copy.get(i)))) {
                copy.set(i, change.apply(type.cast(copy.get(i))));
                return new History(layout, swap, copy, ending);
            }
        }
        throw new IllegalArgumentException("no " + type.getSimpleName() + " to tamper with");
    }

    /** The same with one event more: a planted fault. */
    History with(Event event) {
        List<Event> copy = new ArrayList<>(events);
        copy.add(event);
        return new History(layout, swap, copy, ending);
    }

    /** The same with another ending: a planted fault. */
    History with(Ending other) {
        return new History(layout, swap, events, other);
    }
}
