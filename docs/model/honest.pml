/* Honest people: each act goes through a client of their own, which replays, and compares with its mark. */

/* A client whose mark the store does not extend refuses, except for the resumption of a copy that was restored since. */
#define MayGoOn(who, c) (forkAt[who] == NOWHERE || WITHOUT_MARK \
    || (Restored && Op(c) == RESUME && (S.takes[c] > forkAt[who] || WITHOUT_RESTORATION_BEYOND_MARK)))

#define MayStart(who, c) (forkAt[who] == NOWHERE || WITHOUT_MARK \
    || (Restored && Op(c) == RESUME && (S.restoredAt > forkAt[who] || WITHOUT_RESTORATION_BEYOND_MARK)))

/* What an honest person signs is in the hands of whoever sees it: Courier files it, or keeps it, or files it under another header. */
inline SignedStatement_Sign(place, inCer, number) {
    Place(place, inCer).is = 1; Place(place, inCer).dig = S.dig[inCer]; Place(place, inCer).epoch = S.epoch;
    Place(place, inCer).point = size; Place(place, inCer).time = now; Place(place, inCer).num = number
}

inline LedgerWriter_Append(slot, cer_, type_, headerCer, time_, proof_) {
    E.s.kind = kindAt[slot]; E.s.who = whoAt[slot]; E.s.cer = cer_; E.s.dig = Place(slot, cer_).dig; E.s.epoch = Place(slot, cer_).epoch;
    E.s.point = Place(slot, cer_).point; E.s.time = Place(slot, cer_).time; E.s.num = Place(slot, cer_).num;
    E.type = type_; E.cer = headerCer; E.time = time_; E.verifies = 1; E.copy = slot + 1; E.proof = proof_;
    lock!APPEND
}

#define CanSign (Room && now >= S.time)

/* A mark follows the store by itself. It goes over to another history only behind a resumption that took up a restoration which lies
   beyond what mark and store share: no resumption of the history that the client knew can stand for it. */
#define ClientMark_MayRaise(who) (DROPS && forkAt[who] != NOWHERE && S.takenUp != 0 && !Restored && S.since > forkAt[who] \
    && (S.takenUp > forkAt[who] || WITHOUT_RESTORATION_BEYOND_MARK))

inline ClientMark_Raise(client) {
    printf("MSC: the mark of %d follows the resumption\n", client);
    forkAt[client] = NOWHERE; least[client] = size; sawFrozen[client] = 0;
    d_step { Property_State(); i = 0; j = 0 }
}

/* One process for each person and ceremony, so that none waits in the middle of a choice. */
proctype Opener(byte c) {
    do
    :: atomic { /* CeremonyService.Start */
        CanSign && !Place(PLAN4, c).is && S.status[c] == UNKNOWN && now == 0 && MayStart(OPERATOR, c) &&
            Suspension_DemandRunnable(c) && (Op(c) != RESUME || Frozen) ->
        SignedStatement_Sign(PLAN4, c, S.standing)
    }
    :: atomic { /* CeremonyService.Stop */
        CanSign && STOPS && S.status[c] == PENDING && !Told(CANCEL4, c) && MayGoOn(OPERATOR, c) ->
        SignedStatement_Sign(CANCEL4, c, 0)
    }
    od
}

#define MayApprove(who, c) (CanSign && S.status[c] == PENDING && (Voters(c) & Bit(who)) && MayGoOn(who, c))

proctype Custodian(byte who; byte c; byte approve; byte release) {
    do
    :: atomic { /* CeremonyService.Decide, Decisions.Sign */
        MayApprove(who, c) && now == 0 && !Told(approve, c) && !((S.yes[c] | S.barred[c]) & Bit(who)) &&
            Gate_DemandCurrentEpoch(c) && Suspension_DemandRunnable(c) && Demand(c) ->
        approved[Plan(c)] = approved[Plan(c)] | Bit(who);
        SignedStatement_Sign(approve, c, 0)
    }
    :: atomic {
        MayApprove(who, c) && DENIALS && who == 0 && now <= 1 && !Told(DENY0, c) && !(S.barred[c] & Bit(who)) ->
        SignedStatement_Sign(DENY0, c, 0)
    }
    :: atomic {
        MayApprove(who, c) && DENIALS && who == 0 && now <= 1 && !Told(WITHDRAW0, c) && (S.yes[c] & Bit(who)) ->
        SignedStatement_Sign(WITHDRAW0, c, 0)
    }
    :: atomic {
        MayApprove(who, c) && who == 0 && now == 2 && !Told(EXPIRY0, c) && Ends(c, who) && !Restored -> SignedStatement_Sign(EXPIRY0, c, 0)
    }
    :: atomic { /* ShareReleases.Release: nothing leaves this side before the gate of this side. */
        CanSign && release != 0 && Op(c) == SIGN && (Members & Bit(who)) && S.session[c] != 0 && !Told(release, c) && now <= 1 &&
            S.status[c] == PENDING && MayGoOn(who, c) && (Gate_Pass(c) || WITHOUT_CUSTODIAN_GATE) ->
        Property_Client(who, c);
        Property_KeyUse(c);
        if
        :: S.asker[c] == ROGUE -> rogueHasKey = 1 /* his own share is the second */
        :: else
        fi;
        SignedStatement_Sign(release, c, S.session[c])
    }
    :: atomic { /* Suspension.Suspend */
        CanSign && SUSPENSIONS && who == 0 && c == 0 && !Told(SUSPEND0, c) && !(S.spent & Bit(who)) && numbers < NUMBERS &&
            forkAt[who] == NOWHERE ->
        numbers++;
        SignedStatement_Sign(SUSPEND0, c, Bit(numbers))
    }
    :: atomic { c == 0 && ClientMark_MayRaise(who) -> ClientMark_Raise(who) }
    od
}

/* The execution: 1 asked for shares, or made the new key in its own memory; 2 signed for it; 3 wrote without its record, where
   that rule is left out. A crash forgets all of it. */
byte running;
byte mySession;

#define Present(c) (Op(c) != SIGN || (S.session[c] == mySession && AtLeastM(S.released[c])))

proctype Executor(byte c) {
    do
    :: atomic { /* CeremonyExecution.Run, ShareSession.Request */
        CanSign && stage == 0 && now <= 1 && Gate_Pass(c) && MayGoOn(OPERATOR, c) && (Op(c) != SIGN || sessions < SESSIONS) ->
        stage = 1; running = c;
        if
        :: Op(c) == SIGN -> sessions++; mySession = sessions; SignedStatement_Sign(REQUEST4, c, mySession)
        :: else
        fi
    }
    :: atomic { /* ShareSession.Gather, CeremonyExecution.Generate, then the execution statement before the lock */
        CanSign && stage == 1 && running == c && now <= 1 && Present(c) -> SignedStatement_Sign(EXECUTION4, c, 0); stage = 2
    }
    :: atomic { /* CeremonyExecution.RunLocked */
        Room && stage == 2 && running == c && now <= 1 && now >= S.time &&
            (Gate_Pass(c) && MayGoOn(OPERATOR, c) && Present(c) || WITHOUT_GATE_UNDER_LOCK) ->
        Property_Client(OPERATOR, c);
        Property_KeyUse(c);
        stage = (WITHOUT_ONE_TRANSACTION -> 3 : 0); mySession = 0; running = 0;
        LedgerWriter_Append(EXECUTION4, c, COMPLETED, c, now, 1)
    }
    :: atomic { stage == 3 && c == 0 -> sealed = 255; stage = 0 }
    :: atomic { /* a crash, or whoever stops */
        stage != 0 && c == 0 -> stage = 0; running = 0; mySession = 0;
        d_step { Property_State(); i = 0; j = 0 }
    }
    :: atomic { c == 0 && ClientMark_MayRaise(OPERATOR) -> ClientMark_Raise(OPERATOR) }
    od
}
