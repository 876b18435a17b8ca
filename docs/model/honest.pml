/* Honest people: each act goes through a client of their own, which replays, and compares with its mark. */

#define PlaceHolds(who) (placeAt[who] == NOWHERE || GoesOver(who) || WITHOUT_PLACE_MARK || WITHOUT_MARK)
/* ... and what was left there (LeftPlace) holds nothing back, or is behind this restoration. */
#define PlaceGoesOn(who, taken) (PlaceHolds(who) && (placeAt[who] == NOWHERE || TakenUpSince(placeAt[who], who) || (taken) > placeAt[who] \
    || WITHOUT_LEFT_PLACE || WITHOUT_RESTORATION_BEYOND_MARK || WITHOUT_PLACE_MARK || WITHOUT_MARK))
#define Taken(c, restoration) (Op(c) == RESUME -> restoration : 0)
#define Holds(who) (PlaceGoesOn(who, 0) && (forkAt[who] == NOWHERE || WITHOUT_MARK))

/* A client whose mark the store does not extend refuses, except for the resumption of a copy that was restored since. */
#define MayGoOn(who, c) GoesOn(who, c, S.takes[c])
#define MayStart(who, c) GoesOn(who, c, S.restoredAt)
#define GoesOn(who, c, taken) (PlaceGoesOn(who, Taken(c, taken)) && (forkAt[who] == NOWHERE || WITHOUT_MARK \
    || Restored && Op(c) == RESUME && ((taken) > forkAt[who] || WITHOUT_RESTORATION_BEYOND_MARK)))

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

/* StoreConnection.LedgerTime: no host signs while the ledger's time is ahead, unless the ceremony goes by its own. */
#define CanSign (Room && now >= S.time)
#define CanSignIn(c) (Room && (now >= S.time || OwnClock_Governs(c)))

/* A mark follows the store by itself, though not over a restored copy before its resumption. It goes over to another history only
   behind a resumption that took up a restoration which lies beyond what mark and store share: no resumption of the history that the
   client knew can stand for it. */
#define ClientMark_MayRaise(who) (DROPS && forkAt[who] != NOWHERE && !Restored && PlaceHolds(who) && TakenUpSince(forkAt[who], who))

inline ClientMark_Raise(client) {
    printf("MSC: the mark of %d follows the resumption\n", client);
    forkAt[client] = NOWHERE; placeAt[client] = NOWHERE; least[client] = size; sawFrozen[client] = 0;
    /* Whom it saw lose his word, it does not hear again. */
    assert((sawRetired[client] & ~S.retired) == 0 && sawEpoch[client] <= S.epoch);
    d_step { Property_State(); i = 0; j = 0 }
}

/* One process for each person and ceremony, so that none waits in the middle of a choice. */
proctype Opener(byte c) {
    do
    :: atomic { /* CeremonyService.Start */
        Room && (now >= S.time || HasOwnClock(c, S.standing)) && !Place(PLAN4, c).is && S.status[c] == UNKNOWN && now == 0 &&
            MayStart(OPERATOR, c) && Suspension_DemandRunnable(c) && (Op(c) != RESUME || Frozen) && (Op(c) != CLOCK || S.time > 0) ->
        if
        :: Op(c) == CLOCK -> SignedStatement_Sign(PLAN4, c, S.moved)
        :: Op(c) == LEDGERKEY -> SignedStatement_Sign(PLAN4, c, S.newKey)
        :: else -> SignedStatement_Sign(PLAN4, c, S.standing)
        fi
    }
    :: atomic { /* CeremonyService.Stop */
        CanSignIn(c) && STOPS && now <= USE_BY && S.status[c] == PENDING && !Told(CANCEL4, c) && MayGoOn(OPERATOR, c) ->
        SignedStatement_Sign(CANCEL4, c, 0)
    }
    od
}

#define MayApprove(who, c) (CanSignIn(c) && !Retired(who) && S.status[c] == PENDING && (Voters(c) & Bit(who)) && MayGoOn(who, c))

proctype Custodian(byte who; byte c; byte approve; byte release) {
    do
    :: atomic { /* CeremonyService.Decide, Decisions.Sign */
        MayApprove(who, c) && now <= GATHER && !Told(approve, c) && !((S.yes[c] | S.barred[c]) & Bit(who)) &&
            Gate_DemandCurrentEpoch(c) && Suspension_DemandRunnable(c) && DemandPossible(c, S.names[c]) ->
        approved[Plan(c)] = approved[Plan(c)] | Bit(who);
        SignedStatement_Sign(approve, c, 0)
    }
    :: atomic {
        MayApprove(who, c) && DENIALS && who == 0 && now <= USE_BY && !Told(DENY0, c) && !(S.barred[c] & Bit(who)) ->
        SignedStatement_Sign(DENY0, c, 0)
    }
    :: atomic {
        MayApprove(who, c) && DENIALS && who == 0 && now <= USE_BY && !Told(WITHDRAW0, c) && (S.yes[c] & Bit(who)) ->
        SignedStatement_Sign(WITHDRAW0, c, 0)
    }
    :: atomic {
        MayApprove(who, c) && who == 0 && now > Deadline(c) && !Told(EXPIRY0, c) && !(S.barred[c] & Bit(who)) &&
            (Ends(c, who) || OwnClock_Governs(c)) -> SignedStatement_Sign(EXPIRY0, c, 0)
    }
    :: atomic { /* ShareReleases.Release: nothing leaves this side before the gate of this side. */
        CanSign && release != 0 && Op(c) == SIGN && (Members & Bit(who)) && S.session[c] != 0 && !Told(release, c) && now <= USE_BY &&
            S.status[c] == PENDING && !Retired(who) && MayGoOn(who, c) && (Gate_Pass(c, now) || WITHOUT_CUSTODIAN_GATE) ->
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
            !Retired(who) && Holds(who) ->
        numbers++;
        SignedStatement_Sign(SUSPEND0, c, Bit(numbers))
    }
    :: atomic { /* PrincipalKeyRetirements.Retire */
        CanSign && (RETIREMENTS & 1) && who == 0 && c == 0 && !Told(RETIRE0, c) && !Retired(who) && Holds(who) ->
        SignedStatement_Sign(RETIRE0, c, 0)
    }
    :: atomic { c == 0 && ClientMark_MayRaise(who) -> ClientMark_Raise(who) }
    od
}

/* The execution: 1 asked for shares, or made the new key in its own memory; 2 signed for it; 3 wrote without its record, where
   that rule is left out. A crash forgets all of it. */
byte running;
byte mySession;

#define Present(c) (Op(c) != SIGN || (S.session[c] == mySession && AtLeastM(S.released[c] & ~S.retired)))

proctype Executor(byte c) {
    do
    :: atomic { /* CeremonyExecution.Run, ShareSession.Request */
        CanSignIn(c) && stage == 0 && now <= USE_BY && Gate_Pass(c, now) && MayGoOn(OPERATOR, c) &&
            (Op(c) != SIGN || sessions < SESSIONS) ->
        stage = 1; running = c;
        if
        :: Op(c) == SIGN -> sessions++; mySession = sessions; SignedStatement_Sign(REQUEST4, c, mySession)
        :: else
        fi
    }
    :: atomic { /* ShareSession.Gather, CeremonyExecution.Generate, then the execution statement before the lock */
        CanSignIn(c) && stage == 1 && running == c && now <= USE_BY && Present(c) -> SignedStatement_Sign(EXECUTION4, c, 0); stage = 2
    }
    :: atomic { /* CeremonyExecution.RunLocked */
        CanSignIn(c) && stage == 2 && running == c && now <= USE_BY &&
            (Gate_Pass(c, now) && MayGoOn(OPERATOR, c) && Present(c) || WITHOUT_GATE_UNDER_LOCK) ->
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
