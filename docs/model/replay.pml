/* PROTOCOL 5a: the one piece of code that makes a state of events. Nothing here knows who appended them. */

inline EndPending(but, spareResumptions) {
    i = 0;
    do
    :: i < CEREMONIES ->
        if
        :: i != but && S.status[i] == PENDING && !(spareResumptions && Op(i) == RESUME) -> S.status[i] = ENDED
        :: else
        fi;
        i++
    :: else -> break
    od
}

/* OwnClock.Governs of an event; and when it is taken to happen. */
#define Own (E.type == RESTORE && !WITHOUT_OWN_CLOCK || E.type == PLAN && HasOwnClock(E.s.cer, E.s.num) \
    || E.type != PLAN && E.type != SUSPEND && E.type != RETIRE && OwnClock_Governs(E.s.cer))
#define When (own -> E.s.time : E.time)

/* What holds of every statement, before its kind is looked at. */
inline DemandStatement() {
    ok = (E.verifies || WITHOUT_SIGNATURE) &&
        (E.s.point != NOWHERE || WITHOUT_ANCESTOR || WITHOUT_PLAN_DIGEST) &&
        (E.type == E.s.kind || WITHOUT_HEADER) &&
        (E.cer == E.s.cer || WITHOUT_HEADER) &&
        (E.s.epoch == S.epoch || WITHOUT_EPOCH) &&
        (own || E.time >= S.time && E.time >= E.s.time || WITHOUT_LEDGER_TIME) && !Retired(E.s.who) &&
        /* A copy of an admitted statement is a repeat. */
        (E.copy == 0 || !(S.copies[E.s.cer] & Bit(E.copy)))
}

/* What holds of every statement in a ceremony. */
#define InCeremony(c) (S.status[c] == PENDING && (E.s.dig == S.dig[c] || WITHOUT_PLAN_DIGEST) && Gate_DemandCurrentEpoch(c))
/* Own time and event of a plan, request, restoration, expiry or execution lie within one hour. */
#define Prompt (E.time == E.s.time || WITHOUT_LEDGER_TIME)
/* ResumeOperation.TakesUp: of the restorations that the plan names the newest. */
#define Named(num, n, otherwise) ((num) & restorations & Bit(n) -> S.born[n] : otherwise)
#define TakesUp(num) Named(num, 3, Named(num, 2, Named(num, 1, 0)))
#define IsVoter(c) (E.s.who < OPERATOR && (Voters(c) & Bit(E.s.who)) != 0)
#define IsMember (E.s.who == OPERATOR || (Members & Bit(E.s.who)) != 0)
/* At: by a clock of its own nobody's statement is earlier than his last word. */
#define InOrder(c) (!own || E.s.who >= OPERATOR || E.s.time >= S.wordAt[4 * (c) + (E.s.who & 3)] || WITHOUT_WORD_ORDER)
/* Expiry.Observer, and CeremonyRecord.StatusAt. */
#define Observes(c) (E.s.who == OPENER || IsVoter(c) && !(S.barred[c] & Bit(E.s.who)) && (own || Ends(c, E.s.who)) \
    || WITHOUT_EXPIRY_OBSERVER)
#define Deadline(c) (Quorum(S.yes[c], c) -> USE_BY : GATHER)
#define MayDecide(c) (IsVoter(c) && (E.s.who != OPENER || WITHOUT_OPENER_EXCLUDED))

inline Born() {
    i = 1;
    do
    :: i < 4 ->
        if
        :: E.s.num == Bit(i) -> S.born[i] = at + 1
        :: else
        fi;
        i++
    :: else -> break
    od
}

inline Word() {
    if
    :: own -> S.wordAt[4 * E.s.cer + E.s.who] = E.s.time
    :: else
    fi
}

inline Replay_AdmitStatement() {
    DemandStatement();
    if
    :: !ok

    :: ok && E.type == PLAN ->
        ok = E.s.who == OPENER && IsMember && Prompt && E.time == 0 &&
            (S.status[E.s.cer] == UNKNOWN || WITHOUT_NEW_ID && S.status[E.s.cer] != PENDING) &&
            Suspension_DemandRunnable(E.s.cer) &&
            (DemandPossible(E.s.cer, E.s.num) && (E.s.num & ~(Op(E.s.cer) == CLOCK -> S.moved : 255)) == 0 || WITHOUT_POSSIBLE_AT_START) &&
            (Op(E.s.cer) != CLOCK || S.time > 0 || WITHOUT_CLOCK_AHEAD) &&
            (E.s.point >= S.since || WITHOUT_PLAN_AFTER_RESUMPTION);
        if
        :: ok ->
            S.status[E.s.cer] = PENDING; S.dig[E.s.cer] = E.s.dig; S.epochOf[E.s.cer] = S.epoch; S.names[E.s.cer] = E.s.num;
            S.takes[E.s.cer] = TakesUp(E.s.num)
        :: else
        fi

    :: ok && E.type == APPROVE ->
        ok = InCeremony(E.s.cer) && MayDecide(E.s.cer) && Suspension_DemandRunnable(E.s.cer) &&
            (When <= GATHER || WITHOUT_CLOCKS) && InOrder(E.s.cer) &&
            (!(S.barred[E.s.cer] & Bit(E.s.who)) || WITHOUT_BAR) &&
            !(S.yes[E.s.cer] & Bit(E.s.who));
        if
        :: ok -> S.yes[E.s.cer] = S.yes[E.s.cer] | Bit(E.s.who); Word()
        :: else
        fi

    :: ok && (E.type == DENY || E.type == WITHDRAW) ->
        ok = InCeremony(E.s.cer) && MayDecide(E.s.cer) && When <= USE_BY && InOrder(E.s.cer) &&
            !(S.barred[E.s.cer] & Bit(E.s.who));
        if
        :: ok ->
            if
            :: E.type == DENY && Ends(E.s.cer, E.s.who) -> S.status[E.s.cer] = ENDED
            :: else
            fi;
            S.yes[E.s.cer] = S.yes[E.s.cer] & ~Bit(E.s.who);
            S.barred[E.s.cer] = S.barred[E.s.cer] | Bit(E.s.who);
            Word()
        :: else
        fi

    :: ok && E.type == CANCEL ->
        ok = InCeremony(E.s.cer) && E.s.who == OPENER;
        if
        :: ok -> S.status[E.s.cer] = ENDED
        :: else
        fi

    :: ok && E.type == EXPIRY ->
        ok = InCeremony(E.s.cer) && E.s.time > Deadline(E.s.cer) && When > Deadline(E.s.cer) && Prompt &&
            InOrder(E.s.cer) && Observes(E.s.cer);
        /* Expiry.After: but for the opener it stands as his denial. */
        if
        :: ok && E.s.who == OPENER -> S.status[E.s.cer] = ENDED
        :: ok && E.s.who != OPENER ->
            if
            :: Ends(E.s.cer, E.s.who) || WITHOUT_EXPIRY_DISSENT -> S.status[E.s.cer] = ENDED
            :: else
            fi;
            if
            :: !WITHOUT_EXPIRY_BARS ->
                S.yes[E.s.cer] = S.yes[E.s.cer] & ~Bit(E.s.who);
                S.barred[E.s.cer] = S.barred[E.s.cer] | Bit(E.s.who)
            :: else
            fi;
            Word()
        :: else
        fi

    :: ok && E.type == REQUEST ->
        ok = InCeremony(E.s.cer) && IsExecutor(E.s.who) && IsMember && Prompt && E.time <= USE_BY && Suspension_DemandRunnable(E.s.cer);
        if
        :: ok -> S.session[E.s.cer] = E.s.num; S.asker[E.s.cer] = E.s.who; S.released[E.s.cer] = 0
        :: else
        fi

    :: ok && E.type == RELEASE ->
        ok = InCeremony(E.s.cer) && E.s.who < OPERATOR && IsMember && E.time <= USE_BY && Suspension_DemandRunnable(E.s.cer) &&
            E.s.num != 0 && E.s.num == S.session[E.s.cer];
        if
        :: ok -> S.released[E.s.cer] = S.released[E.s.cer] | Bit(E.s.who)
        :: else
        fi

    :: ok && E.type == SUSPEND ->
        ok = E.s.who < OPERATOR && IsMember && E.s.point >= S.since && !(S.spent & Bit(E.s.who));
        if
        :: ok -> Born(); S.standing = S.standing | E.s.num; S.spent = S.spent | Bit(E.s.who)
        :: else
        fi

    :: ok && E.type == RESTORE ->
        ok = IsMember && Prompt;
        if
        :: ok ->
            if
            :: !WITHOUT_RESTORATION_ENDS -> EndPending(CEREMONIES, Restored || WITHOUT_FIRST_RESTORATION)
            :: else
            fi;
            Born();
            S.restoredFrom = (Restored -> S.restoredFrom : at + 1);
            S.standing = S.standing | E.s.num;
            S.restoredAt = at + 1;
            if
            :: E.s.who == ROGUE -> S.forgersKey = 1
            :: else
            fi
        :: else
        fi

    :: ok && E.type == RETIRE ->
        ok = IsMember;
        if
        :: ok -> S.retired = S.retired | Bit(E.s.who)
        :: else
        fi

    /* A type that the rules do not know. */
    :: else -> ok = false
    fi
}

/* The quorum's plan, run once, by somebody who may and who signed for it. */
inline Replay_AdmitCompletion() {
    ok = (E.s.kind == EXECUTION && E.cer == E.s.cer) &&
        (E.verifies && IsExecutor(E.s.who) && IsMember || WITHOUT_EXECUTION_STATEMENT) &&
        (E.s.point != NOWHERE || WITHOUT_ANCESTOR || WITHOUT_PLAN_DIGEST) &&
        (E.s.epoch == S.epoch || WITHOUT_EPOCH) &&
        (E.s.dig == S.dig[E.s.cer] || WITHOUT_PLAN_DIGEST) &&
        (own || E.time >= S.time || WITHOUT_LEDGER_TIME) && Prompt && !Retired(E.s.who) &&
        When <= USE_BY &&
        (E.proof || WITHOUT_KEY_PROOF) &&
        Gate_Pass(E.s.cer, E.s.time) &&
        (Op(E.s.cer) != SIGN || (S.asker[E.s.cer] == E.s.who && AtLeastM(S.released[E.s.cer] & ~(WITHOUT_RETIRED -> 0 : S.retired))));
    if
    :: ok -> CeremonyOperation_Apply()
    :: else
    fi
}

inline CeremonyOperation_Apply() {
    Property_Completion();
    S.status[E.s.cer] = DONE;
    S.uses[E.s.cer]++;
    if
    :: Op(E.s.cer) == ROSTER && !WITHOUT_EPOCH -> S.epoch = 2; S.spent = 0; EndPending(E.s.cer, false)
    :: Op(E.s.cer) == ROSTER && WITHOUT_EPOCH -> S.epoch = 2
    :: Op(E.s.cer) == RESUME ->
        if
        :: S.names[E.s.cer] & restorations ->
            S.newKey = 1; S.forgersKey = 0; S.since = at + 1; S.takenUp = S.takes[E.s.cer]; EndPending(E.s.cer, false)
        :: else
        fi;
        S.standing = (WITHOUT_NAMED_ENDS -> 0 : S.standing & ~S.names[E.s.cer])
    :: Op(E.s.cer) == LEDGERKEY -> S.newKey = 1
    :: Op(E.s.cer) == CLOCK ->
        S.retired = S.retired | S.names[E.s.cer];
        if
        :: !WITHOUT_CORRECTION_ENDS -> EndPending(E.s.cer, false)
        :: else
        fi
    :: else
    fi
}

/* Dispatch by class; notes have no effect and are left out. */
inline Replay_Admit() {
    own = (Own -> 1 : 0);
    /* The key of somebody whom a plan only proposes says nothing outside of it. */
    moves = (IsMember || WITHOUT_PROPOSED -> 1 : 0);
    if
    :: E.type == COMPLETED -> Replay_AdmitCompletion()
    :: else -> Replay_AdmitStatement()
    fi;
    if
    :: ok && moves && E.s.time > 0 && E.type != COMPLETED -> S.moved = S.moved | Bit(E.s.who)
    :: else
    fi;
    if
    :: ok && (E.type == COMPLETED && own || moves && E.s.time > S.time) -> S.time = E.s.time
    :: else
    fi;
    if
    :: E.copy != 0 && E.type != COMPLETED && (ok || WITHOUT_VOID_IS_NOTHING) -> S.copies[E.s.cer] = S.copies[E.s.cer] | Bit(E.copy)
    :: else
    fi
}
