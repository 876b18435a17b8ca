/* The forger holds the ledger key, and the signing key of custodian 2, who in one configuration is the opener too. He writes any
   event under any header, but he cannot sign as somebody else. */

#define HoldsLedgerKey (!S.newKey || S.forgersKey)

/* His own statement, or one that only claims to be somebody's. Its time is what he likes. */
#define CanProve(c) (Op(c) != SIGN || rogueHasKey)
/* While he is on the roster he has the ledger's secret by right. What could change nothing is not tried. */
#define IsNumbered(kind) ((kind) == SUSPEND || (kind) == RESTORE)
#define Tries(kind, who, c, time) ( \
    (HoldsLedgerKey || (who) == ROGUE && (Members & Bit(ROGUE))) \
    && (!Retired(who) || (who) != ROGUE) \
    && (!IsNumbered(kind) || (who) != ROGUE || numbers < NUMBERS && (Members & Bit(ROGUE)) \
        && ((kind) == RESTORE || !(S.spent & Bit(ROGUE)))) \
    && ((kind) != REQUEST || Op(c) == SIGN && sessions < SESSIONS) \
    && ((kind) != RELEASE || S.session[c] != 0) \
    && ((kind) != EXPIRY || (time) > GATHER))

proctype Forger(byte kind; byte who; byte c; bit dig; byte time) {
    do
    :: atomic {
        Room && Tries(kind, who, c, time) ->
        E.s.kind = kind; E.s.who = who; E.s.cer = c; E.s.dig = (kind == PLAN -> dig : S.dig[c]); E.s.epoch = S.epoch; E.s.point = size;
        E.s.time = time; E.time = time; E.cer = c; E.verifies = (who == ROGUE || who < OPERATOR && (THIEF & Bit(who)) != 0);
        E.type = (kind == EXECUTION -> COMPLETED : kind);
        E.proof = (kind == EXECUTION && CanProve(c));
        if
        :: IsNumbered(kind) && who == ROGUE ->
            numbers++; E.s.num = Bit(numbers);
            if
            :: kind == RESTORE -> restorations = restorations | Bit(numbers)
            :: else
            fi
        :: kind == REQUEST -> sessions++; E.s.num = sessions
        :: kind == RELEASE -> E.s.num = S.session[c]
        /* His second plan ends what is still to come, or takes an honest key. */
        :: kind == PLAN && Op(c) == CLOCK -> E.s.num = S.moved | dig
        :: kind == PLAN && Op(c) == LEDGERKEY -> E.s.num = S.newKey
        :: kind == PLAN && Op(c) < LEDGERKEY -> E.s.num = S.standing | (dig && Op(c) == RESUME && !DROPS -> Bit(numbers + 1) : 0)
        :: else
        fi;
        lock!APPEND
    }
    od
}

#define AS_IT_IS 0
#define AS_APPROVAL 1
#define ELSEWHERE 2
#define AS_COMPLETION 3 /* an execution that somebody signed and did not finish; where it made a key, that died with the process */

/* What honest people signed is filed by whoever has it: under its own header, or under another. */
proctype Courier(byte n; byte c; byte how; byte time) {
    do
    :: atomic {
        Room && Place(n, c).is && (how == AS_IT_IS && (time >= S.time || OwnClock_Governs(c)) || HoldsLedgerKey) ->
        LedgerWriter_Append(n, c, (how == AS_APPROVAL -> APPROVE : (how == AS_COMPLETION -> COMPLETED : kindAt[n])),
            (how == ELSEWHERE -> CEREMONIES : c), time, (how == AS_COMPLETION && RunsSuspended(Op(c))))
    }
    od
}

/* Puts an older copy of the file back. Each client saw what is cut off, or nothing of it: whoever saw a part is like one of these. */
inline Leave_Place(who, cut) {
    if
    :: placeAt[who] == NOWHERE -> placeAt[who] = cut
    /* It had gone over. */
    :: placeAt[who] != NOWHERE && GoesOver(who) -> placeAt[who] = cut
    :: placeAt[who] != NOWHERE && !GoesOver(who) -> placeAt[who] = (placeAt[who] < cut -> placeAt[who] : cut)
    fi
}

inline Leave(who, cut, old) {
    if
    :: Leave_Place(who, cut);
        if
        :: forkAt[who] != NOWHERE -> forkAt[who] = (forkAt[who] < cut -> forkAt[who] : cut)
        /* No mark rose over the restored copy: only the place's notices. */
        :: forkAt[who] == NOWHERE && Restored && S.restoredFrom <= cut + 1 -> deadHere[who] = deadHere[who] | old
        :: forkAt[who] == NOWHERE && !(Restored && S.restoredFrom <= cut + 1) ->
            forkAt[who] = cut; dead[who] = dead[who] | old; sawFrozen[who] = S.standing & ~restorations;
            sawRetired[who] = (Restored -> sawRetired[who] : S.retired); sawEpoch[who] = S.epoch
        fi
    :: forkAt[who] == NOWHERE && placeAt[who] == NOWHERE && least[who] <= cut
    /* It has not looked since an earlier copy was put back. */
    :: placeAt[who] != NOWHERE && (forkAt[who] != NOWHERE || least[who] <= cut) ->
        placeAt[who] = (placeAt[who] < cut -> placeAt[who] : cut);
        forkAt[who] = (forkAt[who] == NOWHERE -> NOWHERE : (forkAt[who] < cut -> forkAt[who] : cut))
    fi
}

byte drops;

/* `silent`: nothing is said about it. Otherwise the honest operator restores: Store.Restore, with a ledger key of his own. */
proctype Restorer(byte cut) {
    byte n;
    byte old;
    do
    :: atomic {
        DROPS && drops < DROPS && cut < size ->
        drops++;
        old = over;
        Leave(0, cut, old);
        if
        :: !FEW -> Leave(1, cut, old)
        :: else
        fi;
        Leave(OPERATOR, cut, old);
        d_step {
            n = 0;
            do
            :: n < PLACES * CEREMONIES ->
                if
                :: pool[n].point > cut -> pool[n].point = NOWHERE
                :: else
                fi;
                n++
            :: else -> break
            od;
            n = size;
            do
            :: n > cut -> n--; at = n; Clear()
            :: else -> break
            od;
            size = cut; at = cut; n = 0; old = 0
        }
        printf("MSC: an older copy is put back, of %d events\n", size);
        lock!REPLAY
    }
    :: atomic {
        drops > 0 && NUMBERS > 0 && cut == 0 && Room && numbers < NUMBERS && !Restored && !Told(RESTORE4, 0) ->
        numbers++;
        restorations = restorations | Bit(numbers);
        SignedStatement_Sign(RESTORE4, 0, Bit(numbers));
        LedgerWriter_Append(RESTORE4, 0, RESTORE, 0, now, 0)
    }
    od
}

proctype Clock() {
    do
    :: now < LAST -> now++
    od
}
