package io.numalab.scenario.play;

import io.numalab.scenario.language.TaskCommand;

/** What the player knows of a task, apart from the machine. */
final class PlayedTask {
    final String name;
    /** Whether the task still takes commands. */
    boolean alive = true;
    /** The command that runs in the background, or null. */
    TaskCommand running;
    /** The return code of that command if it was done at once, or null if the machine has to run it. */
    Integer code;

    PlayedTask(String name) {
        this.name = name;
    }

    PlayedTask copy() {
        PlayedTask copy = new PlayedTask(name);
        copy.alive = alive;
        copy.running = running;
        copy.code = code;
        return copy;
    }
}
