/* What must hold, said without the replay's help: who really signed, and what a client really saw. */

bit ok;
byte i;

byte approved[2 * CEREMONIES]; /* custodians who signed an approval of exactly this plan: ceremony and digest */
byte over;                     /* ceremonies that ended in this history, whatever their status says */
byte took[CEREMONIES];         /* custodians who took their word back in this history */
byte inForce;                  /* suspensions and restorations that no quorum ended */
byte passed;                   /* the latest time that an admitted statement tells */
byte ranAt[CEREMONIES];        /* the place of its completion in this history */
byte sealed;                   /* ceremonies whose sealed records are in the store */

/* A mark is a point outside the store. What matters of it is where the store leaves the history that it saw. */
byte forkAt[PEOPLE];           /* events that store and mark share, or NOWHERE while the store extends the mark */
byte least[PEOPLE];            /* a mark that followed a resumption lies here or later */
byte dead[PEOPLE];             /* ceremonies that a client saw end, in what an older copy lacks or before it */
byte sawFrozen[PEOPLE];        /* suspensions that it saw, which the older copy does not hold */

#define Plan(c) (2 * (c) + S.dig[c])
/* The dishonest custodian says whatever helps him, but an opener never counts. */
#define Consent(c) ((approved[Plan(c)] | Bit(ROGUE)) & ~Bit(OPENER))
#define Ran(c) (S.uses[c] > 0)

/* [1], [3]: a key is generated for good, opened, or a share of it given, only so. */
inline Property_KeyUse(c) {
    assert(Quorum(Consent(c), c));
    assert((over & Bit(c)) == 0)
}

/* [3], [5]: a client never goes on with what it saw end, nor runs what a suspension stops that it saw. */
inline Property_Client(who, c) {
    assert((dead[who] & Bit(c)) == 0);
    assert(sawFrozen[who] == 0 || RunsSuspended(Op(c)))
}

/* [1], [2], [3], [5], [6], [7], wherever a replay lets a ceremony take effect, whoever wrote its completion. */
inline Property_Completion() {
    i = E.s.cer;
    ranAt[i] = at;
    Property_KeyUse(i);
    assert(Quorum(S.yes[E.s.cer] & ~took[E.s.cer], E.s.cer));
    assert(S.uses[E.s.cer] == 0);
    assert(E.verifies && E.proof);
    assert(!Frozen || RunsSuspended(Op(E.s.cer)));
    assert(!Restored || Op(E.s.cer) == RESUME);
    assert(passed <= 1);
    /* Who resumes a copy consents to the history that he saw. */
    assert(Op(E.s.cer) != RESUME || (S.names[E.s.cer] & restorations) == 0 || !(S.yes[E.s.cer] & Bit(0)) ||
        Place(APPROVE0, E.s.cer).point != NOWHERE)
}

/* Kept beside the replay, from the events alone. */
inline Property_Remember() {
    if
    :: E.type != APPROVE && (E.s.kind == DENY || E.s.kind == WITHDRAW) -> took[E.s.cer] = took[E.s.cer] | Bit(E.s.who)
    :: E.type == SUSPEND || E.type == RESTORE -> inForce = inForce | E.s.num
    :: E.type == COMPLETED && Op(E.s.cer) == RESUME -> inForce = inForce & ~S.names[E.s.cer]
    :: E.type == APPROVE -> assert(E.time == 0 && passed == 0)
    :: else
    fi;
    assert(S.standing == inForce);
    if
    :: E.s.time > passed -> passed = E.s.time
    :: else
    fi;
    i = 0;
    do
    :: i < CEREMONIES ->
        if
        :: S.status[i] == DONE || S.status[i] == ENDED -> over = over | Bit(i)
        :: S.status[i] == PENDING && i != E.s.cer && E.type == COMPLETED && Op(E.s.cer) == ROSTER -> over = over | Bit(i)
        :: S.status[i] == PENDING && Op(i) != RESUME && E.type == RESTORE -> over = over | Bit(i)
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
        st[0].since == st[1].since && st[0].restoredAt == st[1].restoredAt && st[0].takenUp == st[1].takenUp);
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
