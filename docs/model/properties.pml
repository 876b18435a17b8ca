/* What must hold, said without the replay's help: who really signed, and what a client really saw. */

bit ok;
bit own;
bit moves;
byte i;

byte approved[2 * CEREMONIES]; /* custodians who signed an approval of exactly this plan: ceremony and digest */
byte over;                     /* ceremonies that ended in this history, whatever their status says */
byte expired;                  /* ceremonies that expired in everybody's eyes while they were pending */
byte took[CEREMONIES];         /* custodians who took their word back in this history */
byte inForce;                  /* suspensions and restorations that no quorum ended */
byte passed;                   /* the latest date of a member since the time was put back last */
byte dated;                    /* members who signed a date later than a plan's */
byte gone;                     /* whose keys were retired */
byte inRoster;                 /* custodians of the roster in force */
byte could[CEREMONIES];        /* what stood when a resumption's plan was admitted, or the ledger key when another's was */
byte lastWord[4 * CEREMONIES]; /* own time of the last that somebody said in a ceremony with a clock of its own */
byte ranAt[CEREMONIES];        /* the place of its completion in this history */
byte sealed;                   /* ceremonies whose sealed records are in the store */

/* A mark is a point outside the store. What matters of it is where the store leaves the history that it saw. */
byte forkAt[PEOPLE];           /* events that store and mark share, or NOWHERE while the store extends the mark */
byte least[PEOPLE];            /* a mark that followed a resumption lies here or later */
byte dead[PEOPLE];             /* ceremonies that a client saw end, in what an older copy lacks or before it */
byte sawFrozen[PEOPLE];        /* suspensions that it saw, which the older copy does not hold */
byte sawRetired[PEOPLE];       /* keys that it saw retired */
byte sawEpoch[PEOPLE];
/* The same of a place, whose mark rises over a restored copy too. */
byte placeAt[PEOPLE];
byte deadHere[PEOPLE];         /* what it saw end in a restored copy */

/* HighWaterMark.IsTakenUpSince: the quorum took up a restoration that lies beyond what store and mark share. */
#define TakenUpSince(fork, who) (S.takenUp != 0 && S.since > (fork) && (S.takenUp > (fork) || WITHOUT_RESTORATION_BEYOND_MARK) \
    && ((sawRetired[who] & ~S.retired) == 0 || WITHOUT_MARK_RETIRED) && (sawEpoch[who] <= S.epoch || WITHOUT_MARK_EPOCH))
/* HighWaterMark.HoldPlace: a place's mark goes over to a copy that is new there, resumed or not. Until it is resumed, what was left
   there holds back all but a resumption that takes up what is new. */
#define GoesOver(who) (Restored && (S.restoredAt > placeAt[who] || WITHOUT_RESTORATION_BEYOND_MARK) || TakenUpSince(placeAt[who], who))

#define Plan(c) (2 * (c) + S.dig[c])
/* The dishonest custodian says whatever helps him, but an opener never counts. */
#define Thieves (Bit(ROGUE) | THIEF)
#define Consent(c) ((approved[Plan(c)] | Thieves) & ~Bit(OPENER) & ~gone)
#define LaterThan(place, c, t, who) (Place(place, c).time > (t) -> Bit(who) : 0)
#define Later(c, t) (LaterThan(APPROVE0, c, t, 0) | LaterThan(APPROVE1, c, t, 1) | LaterThan(APPROVE3, c, t, 3))
#define Ran(c) (S.uses[c] > 0)

/* [1], [3]: a key is generated for good, opened, or a share of it given, only so. */
inline Property_KeyUse(c) {
    assert(Quorum(Consent(c), c));
    assert(((over | expired) & Bit(c)) == 0)
}

/* [3], [5]: a client never goes on with what it saw end, nor runs what a suspension stops that it saw. */
inline Property_Client(who, c) {
    assert((dead[who] & Bit(c)) == 0);
    /* Of what it saw in a restored copy too, though the copy was restored once more. */
    assert((deadHere[who] & Bit(c)) == 0);
    assert((sawRetired[who] & ~S.retired) == 0 && sawEpoch[who] <= S.epoch || Op(c) == RESUME);
    assert(sawFrozen[who] == 0 || RunsSuspended(Op(c)))
}

/* [1], [2], [3], [5], [6], [7], wherever a replay lets a ceremony take effect, whoever wrote its completion. */
inline Property_Completion() {
    i = E.s.cer;
    ranAt[i] = at;
    Property_KeyUse(i);
    assert(Quorum(S.yes[E.s.cer] & ~took[E.s.cer] & ~gone, E.s.cer));
    assert(!(gone & Bit(E.s.who)));
    assert(S.uses[E.s.cer] == 0);
    assert(E.verifies && E.proof);
    assert(!Frozen || RunsSuspended(Op(E.s.cer)));
    assert(!Restored || Op(E.s.cer) == RESUME);
    assert(passed <= USE_BY || HasOwnClock(E.s.cer, S.names[E.s.cer]));
    /* What was put back lies not before an approval that was needed for it. */
    assert(!own || Quorum(Consent(E.s.cer) & ~Later(E.s.cer, E.s.time), E.s.cer));
    assert(Op(E.s.cer) != CLOCK || (S.names[E.s.cer] & ~dated) == 0);
    assert(Op(E.s.cer) != RESUME || (S.names[E.s.cer] & ~could[E.s.cer]) == 0);
    assert(Op(E.s.cer) != LEDGERKEY || S.newKey == could[E.s.cer]);
    /* Who resumes a copy consents to the history that he saw. */
    assert(Op(E.s.cer) != RESUME || (S.names[E.s.cer] & restorations) == 0 || !(S.yes[E.s.cer] & Bit(0)) ||
        Place(APPROVE0, E.s.cer).point != NOWHERE)
}

/* Kept beside the replay, from the events alone. */
inline Property_Remember() {
    assert((gone & Bit(E.s.who)) == 0 || WITHOUT_SIGNATURE);
    if
    :: E.type == PLAN ->
        could[E.s.cer] = (Op(E.s.cer) == LEDGERKEY -> S.newKey : inForce);
        assert(Op(E.s.cer) != CLOCK || passed > E.s.time)
    :: E.type == RETIRE -> gone = gone | Bit(E.s.who)
    :: E.type == COMPLETED && Op(E.s.cer) == CLOCK -> gone = gone | S.names[E.s.cer]
    :: E.type == EXPIRY ->
        /* Who ends a ceremony so has a word in it, and could end it otherwise. */
        assert(E.s.who == OPENER || E.s.who < OPERATOR && (inRoster & Bit(E.s.who)) || Op(E.s.cer) == ROSTER);
        assert(S.status[E.s.cer] == PENDING || E.s.who == OPENER || !Dissents(E.s.cer, E.s.who) || OutOfReach(E.s.cer, E.s.who))
    :: E.type == DENY -> assert(S.status[E.s.cer] == PENDING || !Dissents(E.s.cer, E.s.who) || OutOfReach(E.s.cer, E.s.who))
    :: else
    fi;
    if
    :: own && E.s.who < OPERATOR && (E.type == APPROVE || E.type == DENY || E.type == WITHDRAW || E.type == EXPIRY) ->
        assert(E.s.time >= lastWord[4 * E.s.cer + E.s.who]);
        lastWord[4 * E.s.cer + E.s.who] = E.s.time
    :: else
    fi;
    if
    :: E.type != APPROVE && (E.s.kind == DENY || E.s.kind == WITHDRAW || E.s.kind == EXPIRY) -> took[E.s.cer] = took[E.s.cer] | Bit(E.s.who)
    :: E.type == SUSPEND || E.type == RESTORE -> inForce = inForce | E.s.num
    :: E.type == COMPLETED && Op(E.s.cer) == RESUME -> inForce = inForce & ~S.names[E.s.cer]
    :: E.type == APPROVE -> assert(own || E.time <= GATHER && passed <= GATHER)
    :: else
    fi;
    assert(S.standing == inForce);
    if
    :: E.type == COMPLETED && own -> passed = E.s.time
    :: else ->
        if
        :: E.s.who == OPERATOR || (inRoster & Bit(E.s.who)) ->
            passed = (E.s.time > passed -> E.s.time : passed);
            dated = dated | (E.s.time > 0 -> Bit(E.s.who) : 0)
        :: else
        fi
    fi;
    if
    :: E.type == COMPLETED && Op(E.s.cer) == ROSTER -> inRoster = NEXT
    :: else
    fi;
    /* The ledger's time is what members said since it was put back last. */
    assert(S.time == passed || WITHOUT_LEDGER_TIME);
    i = 0;
    do
    :: i < CEREMONIES ->
        if
        :: S.status[i] == DONE || S.status[i] == ENDED -> over = over | Bit(i)
        :: S.status[i] == PENDING && i != E.s.cer && E.type == COMPLETED && Op(E.s.cer) == ROSTER -> over = over | Bit(i)
        :: S.status[i] == PENDING && E.type == RESTORE && (Op(i) != RESUME || (inForce & restorations) == E.s.num) -> over = over | Bit(i)
        /* Once everybody saw it expired it does not run, whatever the time is put back to. */
        :: S.status[i] == PENDING && !OwnClock_Governs(i) && passed > USE_BY -> expired = expired | Bit(i)
        :: else
        fi;
        i++
    :: else -> break
    od
}

/* [2], [3], over the whole state. */
inline Property_State() {
    /* Not a property: the check asks whether the last ceremony of a configuration runs at all. */
    assert(!REACHED || !Ran((Op(1) != 0 -> 1 : 0)));
    i = 0;
    do
    :: i < CEREMONIES ->
        assert(S.uses[i] <= 1);
        assert(!(S.status[i] == PENDING && (over & Bit(i)) && S.epochOf[i] == S.epoch));
        assert(!(stage == 0 && Ran(i) && (sealed & Bit(i)) == 0));
        if
        :: Ran(i) -> j = 0;
            do
            /* What the copy held when it was restored is what the quorum took up; behind that nothing dead runs. */
            :: j < PEOPLE -> assert(forkAt[j] != NOWHERE || (dead[j] & Bit(i)) == 0 || Op(i) == RESUME || ranAt[i] < S.takenUp); j++
            :: else -> break
            od
        :: else
        fi;
        i++
    :: else -> break
    od
}

/* [4]: the state is that of a replay that never saw the void events. */
inline Property_VoidIsNothing() {
    assert(st[0].epoch == st[1].epoch && st[0].time == st[1].time && st[0].newKey == st[1].newKey &&
        st[0].forgersKey == st[1].forgersKey && st[0].standing == st[1].standing && st[0].spent == st[1].spent &&
        st[0].since == st[1].since && st[0].moved == st[1].moved && st[0].retired == st[1].retired &&
        st[0].restoredFrom == st[1].restoredFrom && st[0].restoredAt == st[1].restoredAt && st[0].takenUp == st[1].takenUp);
    i = 0;
    do
    :: i < CEREMONIES ->
        assert(st[0].status[i] == st[1].status[i] && st[0].dig[i] == st[1].dig[i] && st[0].epochOf[i] == st[1].epochOf[i] &&
            st[0].names[i] == st[1].names[i] && st[0].takes[i] == st[1].takes[i] && st[0].yes[i] == st[1].yes[i] &&
            st[0].barred[i] == st[1].barred[i] && st[0].session[i] == st[1].session[i] && st[0].asker[i] == st[1].asker[i] &&
            st[0].released[i] == st[1].released[i] && st[0].uses[i] == st[1].uses[i] && st[0].copies[i] == st[1].copies[i]);
        i++
    :: else -> break
    od
}
