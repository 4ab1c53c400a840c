module onderdak

go 1.26
