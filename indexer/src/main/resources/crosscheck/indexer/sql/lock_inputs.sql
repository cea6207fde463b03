-- Until the transaction ends, nobody else stores inputs. The number is 'inputs' in ASCII.
select pg_advisory_xact_lock(115923054064755)::text
