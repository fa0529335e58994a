#include "devnet/sequencer/marks.hpp"

namespace orrery::sequencer {

using events::Commitment;

void Marks::executed(StateMark mark) {
    levels_.with([&](Levels& l) { l.processed = std::move(mark); });
}

void Marks::reset(const StateMark& mark) {
    levels_.with([&](Levels& l) {
        l.processed = l.confirmed = l.finalized = mark;
        l.waiting.clear();
    });
}

bool Marks::stored(StateMark mark) {
    return levels_.with([&](Levels& l) {
        l.confirmed = mark;
        if (lag_ == 0) {
            l.finalized = std::move(mark);
            return true;
        }
        if (l.waiting.empty() || l.waiting.back().position.parent < mark.position.parent)
            l.waiting.push_back(mark);
        bool moved = false;
        while (!l.waiting.empty() &&
               l.waiting.front().position.parent.value + lag_ <= mark.position.parent.value) {
            l.finalized = std::move(l.waiting.front());
            l.waiting.pop_front();
            moved = true;
        }
        return moved;
    });
}

StateMark Marks::at(Commitment level) const {
    return levels_.with([&](const Levels& l) {
        switch (level) {
            case Commitment::processed:
                return l.processed;
            case Commitment::confirmed:
                return l.confirmed;
            case Commitment::finalized:
                break;
        }
        return l.finalized;
    });
}

Commitment Marks::level_of(Slot slot) const {
    return levels_.with([&](const Levels& l) {
        const auto final_slot = lag_ == 0 ? l.finalized.stored_slot() : l.finalized.position.parent;
        if (slot <= final_slot) return Commitment::finalized;
        return slot <= l.confirmed.stored_slot() ? Commitment::confirmed : Commitment::processed;
    });
}

}  // namespace orrery::sequencer
