package io.numalab.machine;

import io.numalab.alloc.MachineFacts;
import io.numalab.alloc.PageChooser;
import io.numalab.alloc.PolicyBinding;
import io.numalab.alloc.Question;
import io.numalab.alloc.Requester;
import io.numalab.spi.PageKind;
import io.numalab.spi.PageView;
import io.numalab.spi.PolicyException;

/** Asks a policy with per-page placement about each page; moved from page to page without heap. */
final class PageQuestion extends Question implements PageChooser, PageView {
    private final PolicyBinding binding;
    private final PageKind kind;
    private final int choices;
    private int page;

    PageQuestion(MachineFacts machine, PolicyBinding binding, PageKind kind, int choices) {
        super(machine, null);
        this.binding = binding;
        this.kind = kind;
        this.choices = choices;
    }

    @Override
    public int choose(int pageIndex, Requester asker) {
        page = pageIndex;
        requester = asker;
        machine.at(asker.clockNanos);
        machine.askedPolicy();
        int choice = binding.policy().choose(this);
        if (choice < 0 || choice >= choices) {
            throw new PolicyException("policy \"" + binding.spec().name() + "\" chooses placement " + choice
                    + ": expected 0 to " + (choices - 1));
        }
        return choice;
    }

    @Override
    public PageKind kind() {
        return kind;
    }

    @Override
    public long page() {
        return page;
    }

    @Override
    public int choices() {
        return choices;
    }
}
