package store

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

const postgresConnections = 16

const (
	pgSelectOne = `SELECT id, titulo, autor, coalesce(isbn, ''), coalesce(editora, ''), coalesce(ano, 0),
		coalesce(idioma, ''), assuntos FROM livros WHERE id = $1`
	pgSelectPage = `SELECT id, titulo, autor, coalesce(isbn, ''), coalesce(editora, ''), coalesce(ano, 0),
		coalesce(idioma, ''), assuntos FROM livros ORDER BY id LIMIT $1`
	pgInsert = `INSERT INTO livros (titulo, autor, isbn, editora, ano, idioma, assuntos)
		VALUES ($1, $2, nullif($3, ''), $4, $5, $6, $7) RETURNING id`
)

// postgres is a pool; pgx prepares each statement once per connection. The server's
// synchronous_commit=on makes a returned Add durable.
type postgres struct{ pool *pgxpool.Pool }

func openPostgres(dsn string) (*postgres, error) {
	settings, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	settings.MaxConns = postgresConnections
	pool, err := pgxpool.NewWithConfig(context.Background(), settings)
	if err != nil {
		return nil, err
	}
	return &postgres{pool}, pool.Ping(context.Background())
}

func pgScan(r row) (*Book, error) {
	b := new(Book)
	return b, r.Scan(&b.ID, &b.Title, &b.Author, &b.ISBN, &b.Publisher, &b.Year, &b.Language, &b.Subjects)
}

func (p *postgres) Get(id int64) (*Book, error) {
	b, err := pgScan(p.pool.QueryRow(context.Background(), pgSelectOne, id))
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, ErrNotFound
	}
	return b, err
}

func (p *postgres) FirstPage() ([]*Book, error) {
	rows, err := p.pool.Query(context.Background(), pgSelectPage, PageSize)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	books := []*Book{}
	for rows.Next() {
		b, err := pgScan(rows)
		if err != nil {
			return nil, err
		}
		books = append(books, b)
	}
	return books, rows.Err()
}

func (p *postgres) Add(b *Book) error {
	// A nil slice would be written as NULL.
	if b.Subjects == nil {
		b.Subjects = []string{}
	}
	row := p.pool.QueryRow(context.Background(), pgInsert,
		b.Title, b.Author, b.ISBN, b.Publisher, b.Year, b.Language, b.Subjects)
	return row.Scan(&b.ID)
}
