/* The tenant's file and its write lock: one event at a time, replayed by everybody alike. */

#define APPEND 1 /* E is the event */
#define REPLAY 2 /* an older copy was put back */
chan lock = [0] of { byte };
byte j;
byte stage;      /* of the execution, see honest.pml; a crash is visible where the store is left half done */

#define Room (!DROPS || size < EVENTS)

inline Clear() {
    E.s.kind = 0; E.s.who = 0; E.s.cer = 0; E.s.dig = 0; E.s.epoch = 0; E.s.point = 0; E.s.time = 0; E.s.num = 0;
    E.type = 0; E.cer = 0; E.time = 0; E.verifies = 0; E.copy = 0; E.proof = 0
}

inline Forget() {
    over = 0; expired = 0; inForce = 0; passed = 0; gone = 0; dated = 0; inRoster = OLD;
    i = 0;
    do
    :: i < 4 * CEREMONIES -> lastWord[i] = 0; i++
    :: else -> break
    od;
    w = 0;
    do
    :: w < 2 ->
        S.epoch = 1; S.time = 0; S.moved = 0; S.retired = 0; S.newKey = 0; S.forgersKey = 0; S.standing = 0; S.spent = 0;
        S.since = 0; S.restoredAt = 0; S.restoredFrom = 0; S.takenUp = 0;
        S.born[1] = 0; S.born[2] = 0; S.born[3] = 0;
        i = 0;
        do
        :: i < CEREMONIES ->
            S.status[i] = UNKNOWN; S.dig[i] = 0; S.epochOf[i] = 0; S.names[i] = 0; S.takes[i] = 0; S.yes[i] = 0; S.barred[i] = 0;
            S.session[i] = 0; S.asker[i] = 0; S.released[i] = 0; S.uses[i] = 0; S.copies[i] = 0; took[i] = 0; ranAt[i] = 0; could[i] = 0;
            S.wordAt[4 * i] = 0; S.wordAt[4 * i + 1] = 0; S.wordAt[4 * i + 2] = 0; S.wordAt[4 * i + 3] = 0;
            i++
        :: else -> break
        od;
        w++
    :: else -> break
    od;
    w = 0
}

proctype TenantLock() {
    byte what;
    byte end;
    do
    :: atomic {
        lock?what;
        d_step {
            if
            :: what == REPLAY -> end = size; at = 0; Forget()
            :: else -> end = at + 1
            fi;
            do
            :: at < end ->
                /* First all events, then, where this one was admitted, the same without the void ones. */
                w = 0;
                do
                :: w < 2 ->
                    Replay_Admit();
                    if
                    :: w == 0 && !ok -> break
                    :: else -> assert(ok); w++
                    fi
                :: else -> break
                od;
                w = 0;
                if
                :: ok -> printf("MSC: event %d type %d signer %d ceremony %d\n", at, E.type, E.s.who, E.s.cer)
                :: else
                fi;
                /* Under one number of the rules the verdict on an event never changes. */
                assert(ok || what == APPEND);
                if
                :: ok ->
                    Property_Remember();
                    if
                    :: E.type == COMPLETED && !(WITHOUT_ONE_TRANSACTION && E.s.who == OPERATOR) -> sealed = sealed | Bit(E.s.cer)
                    :: else
                    fi
                :: else -> Clear()
                fi;
                Property_VoidIsNothing();
                at++
            :: else -> break
            od;
            if
            :: !DROPS -> at = 0; Clear()
            :: DROPS && what == APPEND && !ok -> at--
            :: else
            fi;
            size = at;
            if
            :: ok -> Property_State()
            :: else
            fi;
            i = 0; j = 0; ok = 0; own = 0; moves = 0; what = 0; end = 0
        }
    }
    od
}
